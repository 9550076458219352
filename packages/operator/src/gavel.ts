import { checkHouse } from './dispatch/checkHouse.ts'
import { logProgram, type Program, programs, rebuildPrograms } from './dispatch/commands.ts'
import { invocationOf, type Place, placeIn } from './dispatch/invocation.ts'
import { runHere, runPiped } from './dispatch/run.ts'
import { told, UsageError } from './told.ts'
import { type CommandName, overview, usages } from './usage.ts'

const unknownCommandExitCode = 2
const helpWords = ['--help', '-h', 'help']

/** The command that words begin with, of one word or two, and what follows. */
function commandIn(words: readonly string[]): { name: CommandName; args: readonly string[] } | undefined {
  for (const count of [2, 1]) {
    const typed = words.slice(0, count).join(' ')
    for (const name of Object.keys(usages)) {
      if (name === typed && isCommand(name)) return { name, args: words.slice(count) }
    }
  }
  return undefined
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(usages, name)

async function run(name: CommandName, args: readonly string[], place: Place): Promise<number> {
  switch (name) {
    case 'check':
      return checkHouse(args, place)
    case 'rebuild': {
      const [what = '', ...rest] = args
      const program = Object.hasOwn(rebuildPrograms, what) ? rebuildPrograms[what] : undefined
      if (program === undefined) throw new UsageError(`rebuild takes ${Object.keys(rebuildPrograms).join(', ')}`)
      return isFromLog(what, rest) ? rebuildFromLog(program, rest, place) : runHere(invocationOf(program, rest, place))
    }
    default:
      return runHere(invocationOf(programs[name], args, place))
  }
}

const isFromLog = (what: string, args: readonly string[]): boolean =>
  what === 'projector' &&
  args.some((word, index) => word === '--from=log' || (word === '--from' && args[index + 1] === 'log'))

/** command-api tells its log, projector folds it. */
async function rebuildFromLog(program: Program, args: readonly string[], place: Place): Promise<number> {
  const codes = await runPiped(
    [invocationOf(logProgram, [], place), invocationOf(program, args, place)],
    async (output) => {
      for await (const part of output) process.stdout.write(part)
    },
    new AbortController().signal,
  )
  return codes.find((code) => code !== 0) ?? 0
}

async function main(argv: readonly string[]): Promise<number> {
  const { place, rest } = placeIn(argv, process.env)
  const command = commandIn(rest)
  const asksForHelp = rest.length === 0 || rest.some((word) => helpWords.includes(word))
  if (command === undefined) {
    if (!asksForHelp) console.error(`Unknown command "${rest.join(' ')}".\n`)
    const say = asksForHelp ? console.log : console.error
    say(overview)
    return asksForHelp ? 0 : unknownCommandExitCode
  }
  if (asksForHelp) {
    console.log(usages[command.name])
    return 0
  }
  return run(command.name, command.args, place)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(told(error))
  process.exitCode = 1
}
