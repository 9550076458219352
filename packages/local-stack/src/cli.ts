import { down } from './commands/down.ts'
import { exec } from './commands/exec.ts'
import { logs } from './commands/logs.ts'
import { reset } from './commands/reset.ts'
import { status } from './commands/status.ts'
import { up } from './commands/up.ts'
import { messageOf } from './system/errors.ts'

const usage = `pnpm stack <command>

  up                                   start the servers and keep them running
  down                                 stop them, or let them stop when their last user ends
  status                               what runs, where it came from, its address and pid
  reset                                stop them and delete all their data; downloads are kept
  logs [server] [-f]                   the end of the logs of postgres, kafka, redis, elasticsearch, supervisor
  exec --service <name> -- <command>   run a command with the stack and the variables of that service
`

type Command = (args: readonly string[]) => Promise<number>
const commands: Partial<Record<string, Command>> = { up, down, status, reset, logs, exec }

const [name = 'help', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command) {
  try {
    process.exitCode = await command(args)
  } catch (error) {
    console.error(messageOf(error))
    process.exitCode = 1
  }
} else {
  const isHelp = ['help', '--help', '-h'].includes(name)
  ;(isHelp ? console.log : console.error)(isHelp ? usage : `Unknown command "${name}".\n\n${usage}`)
  process.exitCode = isHelp ? 0 : 2
}
