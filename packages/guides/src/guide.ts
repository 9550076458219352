/** What a document tells a reader to do, in its order. `line`: where its block begins in the document, from 1. */
export type Step =
  | { kind: 'create'; path: string; text: string; line: number }
  | { kind: 'change'; path: string; diff: readonly string[]; line: number }
  | { kind: 'run'; script: string; line: number }

const pathLine = /^`([\w.@/-]+)`(?<isNew>, new)?:$/
const fence = /^(?<ticks>`{3,})(?<language>[\w-]*)(?: (?<word>\w+))?$/

type Block = { language: string; word: string | undefined; lines: readonly string[]; above: string; line: number }

/**
 * The steps of a how-to document. A path in backticks on a line of its own says which file the block under it is about:
 * `path`, new: is the whole file; `path`: with a `diff` block is a change of it. A `sh` block is to be run, unless it is
 * `sh house`: that asks a Gavel that runs. Other blocks show what one sees.
 *
 * @throws Error when a block says neither what it is for nor where it belongs
 */
export function readGuide(text: string): readonly Step[] {
  return blocksIn(text).flatMap((block): readonly Step[] => {
    const { language, word, lines, line, above } = block
    const target = pathLine.exec(above)
    const [, path] = target ?? []
    if (path !== undefined && target?.groups?.isNew !== undefined) {
      return [{ kind: 'create', path, text: `${lines.join('\n')}\n`, line }]
    }
    if (language === 'diff') {
      if (path === undefined) throw new Error(`line ${line}: a diff stands under the path of its file`)
      return [{ kind: 'change', path, diff: lines, line }]
    }
    if (path !== undefined) throw new Error(`line ${line}: ${path} is neither new nor changed by a diff`)
    return language === 'sh' && word !== 'house' ? [{ kind: 'run', script: lines.join('\n'), line }] : []
  })
}

function blocksIn(text: string): readonly Block[] {
  const blocks: Block[] = []
  let open: (Omit<Block, 'lines'> & { ticks: string; lines: string[] }) | undefined
  let above = ''
  for (const [index, line] of text.split('\n').entries()) {
    if (open !== undefined) {
      if (line !== open.ticks) open.lines.push(line)
      else {
        blocks.push(open)
        open = undefined
        above = ''
      }
      continue
    }
    const { ticks, language = '', word } = fence.exec(line)?.groups ?? {}
    if (ticks !== undefined) open = { ticks, language, word, lines: [], above, line: index + 1 }
    else if (line !== '') above = line
  }
  if (open !== undefined) throw new Error(`line ${open.line}: a block without an end`)
  return blocks
}
