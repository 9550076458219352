import { DockerfileParser } from 'dockerfile-ast'
import { z } from 'zod'

/** What a build does, in the order of the file. */
export type Step =
  | { kind: 'workdir'; path: string }
  | { kind: 'env'; variables: Record<string, string> }
  | { kind: 'run'; command: string }
  | { kind: 'copy'; from: string | undefined; sources: readonly string[]; destination: string }

/** What is only said about the image that comes out. */
export type Runtime = { user: string | undefined; health: readonly string[]; command: readonly string[] }

export type Stage = { name: string | undefined; base: string; steps: Step[]; runtime: Runtime }

/** `rest` is all after the keyword, flags included, as it is written. */
type Instruction = { keyword: string; rest: string; line: number }

const wordsSchema = z.array(z.string()).min(1)

const refused = ({ keyword, line }: Instruction, reason: string): Error =>
  new Error(`line ${line}: ${keyword} ${reason}`)

/**
 * The stages of a Dockerfile, the image last.
 * @throws Error at every instruction, flag and form that a replay does not do just as an engine does: none is skipped
 */
export function readDockerfile(text: string): readonly Stage[] {
  const stages: Stage[] = []
  for (const instruction of instructionsOf(text)) {
    const stage = stages.at(-1)
    if (instruction.keyword === 'FROM') stages.push(stageOf(instruction))
    else if (stage === undefined) throw refused(instruction, 'comes before the first FROM')
    else add(stage, instruction)
  }
  return stages
}

function instructionsOf(text: string): readonly Instruction[] {
  const lines = text.split('\n')
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction) => {
      const { start, end } = instruction.getRange()
      const whole = lines.slice(start.line, end.line + 1).join('\n')
      const [keyword = ''] = whole.trimStart().split(/\s/, 1)
      const rest = whole.trimStart().slice(keyword.length).trim()
      return { keyword: keyword.toUpperCase(), rest, line: start.line + 1 }
    })
}

function stageOf(instruction: Instruction): Stage {
  const found = /^([^\s$-]\S*?)(?:\s+as\s+(\S+))?$/i.exec(instruction.rest)
  if (found?.[1] === undefined || found[1].includes('$')) throw refused(instruction, 'has a form that is not replayed')
  return { base: found[1], name: found[2], steps: [], runtime: { user: undefined, health: [], command: [] } }
}

function add(stage: Stage, instruction: Instruction): void {
  const { keyword, rest } = instruction
  switch (keyword) {
    case 'WORKDIR':
      stage.steps.push({ kind: 'workdir', path: rest })
      break
    case 'ENV':
      stage.steps.push({ kind: 'env', variables: variablesOf(instruction) })
      break
    case 'RUN':
      stage.steps.push({ kind: 'run', command: commandOf(instruction) })
      break
    case 'COPY':
      stage.steps.push(copyOf(instruction))
      break
    case 'USER':
      stage.runtime.user = rest
      break
    case 'CMD':
      stage.runtime.command = wordsOf(instruction, rest)
      break
    case 'HEALTHCHECK':
      stage.runtime.health = wordsOf(instruction, rest.replace(/^(--\S+\s+)*CMD\s+/, ''))
      break
    case 'EXPOSE':
      break
    default:
      throw refused(instruction, 'is not replayed')
  }
}

function variablesOf(instruction: Instruction): Record<string, string> {
  const pairs = instruction.rest.split(/\s+/).map((pair) => pair.split(/=(.*)/s, 2))
  if (/["'\\$]/.test(instruction.rest) || pairs.some(([, value]) => value === undefined)) {
    throw refused(instruction, 'has more than plain name=value pairs')
  }
  return Object.fromEntries(pairs)
}

/** There is no root of its own to run in, so a command keeps to its folder; no step of ours has a reason to leave it. */
function commandOf(instruction: Instruction): string {
  const { rest } = instruction
  if (/^(--|\[|<<)/.test(rest)) throw refused(instruction, 'has a form that is not replayed')
  if (/(^|[\s'"=(:])(\/|\.\.\/)/.test(rest)) throw refused(instruction, 'names a path outside its folder')
  return rest
}

function copyOf(instruction: Instruction): Step {
  const words = instruction.rest.split(/\s+/)
  const flags = words.filter((word) => word.startsWith('--'))
  const sources = words.slice(flags.length, -1)
  const destination = words.at(-1)
  const from = flags.map((flag) => /^--from=(\S+)$/.exec(flag)?.[1])
  if (from.includes(undefined) || from.length > 1 || destination === undefined || sources.length === 0) {
    throw refused(instruction, 'has a form that is not replayed')
  }
  if (sources.length > 1 && !destination.endsWith('/')) throw refused(instruction, 'of several needs a folder')
  return { kind: 'copy', from: from[0], sources, destination }
}

/** The exec form, `["node", "main.ts"]`: the shell form would put a shell between the signals and node. */
function wordsOf(instruction: Instruction, text: string): readonly string[] {
  try {
    return wordsSchema.parse(JSON.parse(text))
  } catch {
    throw refused(instruction, 'must have the exec form')
  }
}
