/** Without what would give a terminal orders: what is shown may have been written by anybody. */
export const printable = (text: string): string => text.replaceAll(/(?![\n\t])\p{Cc}/gu, '\ufffd')

/** Rows under a head, each column as wide as it needs; the last one is not padded. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column < head.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell)).join('  ')
  return [head, ...rows].map((cells) => printable(line(cells).trimEnd())).join('\n')
}

/** Cut where a line of a terminal would break. */
export const clipped = (text: string, lengthMax: number): string =>
  text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`
