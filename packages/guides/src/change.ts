type Hunk = { before: readonly string[]; after: readonly string[] }

/** A line of `@@` lies between two places of one file; lines begin with a space, `+` or `-`, empty ones with nothing. */
function hunksOf(diff: readonly string[]): readonly Hunk[] {
  const hunks: { before: string[]; after: string[] }[] = [{ before: [], after: [] }]
  for (const line of diff) {
    const hunk = hunks.at(-1)
    if (line.startsWith('@@') || hunk === undefined) {
      hunks.push({ before: [], after: [] })
      continue
    }
    const rest = line.slice(1)
    if (!line.startsWith('+')) hunk.before.push(rest)
    if (!line.startsWith('-')) hunk.after.push(rest)
  }
  return hunks
}

const startsIn = (lines: readonly string[], wanted: readonly string[]): readonly number[] =>
  lines.flatMap((_, start) => (wanted.every((line, index) => lines[start + index] === line) ? [start] : []))

/**
 * The text as the diff would have it. A place is found by its own lines, not by number.
 *
 * @throws Error naming the lines that are not in the text, or there more than once
 */
export function changed(text: string, diff: readonly string[]): string {
  return hunksOf(diff).reduce((now, { before, after }) => {
    const lines = now.split('\n')
    const [start, ...others] = startsIn(lines, before)
    if (before.length === 0) throw new Error('a change must name a line that is there')
    if (start === undefined || others.length > 0) {
      throw new Error(
        `these lines are there ${start === undefined ? 0 : others.length + 1} times:\n${before.join('\n')}`,
      )
    }
    return lines.toSpliced(start, before.length, ...after).join('\n')
  }, text)
}
