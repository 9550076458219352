import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from '@jest/globals'
import { settingsEnvironment } from '../src/settings/settings.ts'
import { processIdentity, sendSignal } from '../src/system/processes.ts'
import { until } from '../src/system/until.ts'
import { ownStack } from './ownStack.ts'

/** The real CLI, against the servers of this test run, which its environment names. */
function stack(...args: string[]) {
  return stackWith(process.env, ...args)
}

function stackWith(environment: NodeJS.ProcessEnv, ...args: string[]) {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../src/cli.ts'), ...args], {
    env: { ...environment, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const code = new Promise<number | null>((done) => child.once('close', (exitCode) => done(exitCode)))
  const said = (pattern: RegExp) =>
    until(async () => expect(lines.join('\n')).toMatch(pattern), { what: `${pattern} was not said`, limitMs: 20_000 })
  return { child, lines, code, said, errors: () => errors }
}

const exec = (script: string) => stack('exec', '--service', 'scheduler', '--', process.execPath, '-e', script)

/** Says each signal it gets, and ends at its own time, as a service does. */
const service = `
  process.on('SIGINT', () => { console.log('INT'); setTimeout(() => process.exit(3), 500) })
  process.on('SIGTERM', () => { console.log('TERM'); process.exit(4) })
  setInterval(() => {}, 1000); console.log('pid', process.pid)`

describe('stack exec', () => {
  it('gives the command the variables of its service alone, and its exit code to the caller', async () => {
    const run = exec('console.log(JSON.stringify(process.env)); process.exitCode = 7')
    expect(await run.code).toBe(7)
    const environment = JSON.parse(run.lines.join(''))
    expect(environment.DATABASE_URL).toMatch(/gavel_scheduler:gavel_scheduler@.*\/gavel$/)
    expect(environment.KAFKA_BROKERS).toBe(process.env.KAFKA_BROKERS)
    for (const hidden of ['POSTGRES_URL', 'REDIS_URL', 'ELASTICSEARCH_URL'])
      expect(environment).not.toHaveProperty(hidden)
  })

  it('passes a signal on exactly once, and waits for the command to end', async () => {
    const run = exec(service)
    await run.said(/pid \d+/)
    // As a terminal would: to the exec's own process; the command leads another group.
    run.child.kill('SIGINT')
    expect(await run.code).toBe(3)
    expect(run.lines.filter((line) => line === 'INT')).toHaveLength(1)
  })

  it('passes SIGTERM on', async () => {
    const run = exec(service)
    await run.said(/pid \d+/)
    run.child.kill('SIGTERM')
    expect(await run.code).toBe(4)
  })

  it('leaves no command behind when it is killed', async () => {
    const run = exec(service)
    await run.said(/pid \d+/)
    const pid = Number(/pid (\d+)/.exec(run.lines.join('\n'))?.[1])
    expect(processIdentity(pid)).toBeDefined()
    run.child.kill('SIGKILL')
    await until(async () => expect(processIdentity(pid)).toBeUndefined(), { what: 'It lives on', limitMs: 15_000 })
  })

  it('ends the command, deaf or not, when the stack is killed under it', async () => {
    const own = await ownStack()
    const { REDIS_URL: _, ...rest } = process.env
    const deaf = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('pid', process.pid)`
    const command = ['exec', '--service', 'scheduler', '--', process.execPath, '-e', deaf]
    const run = stackWith({ ...rest, ...settingsEnvironment(own.settings) }, ...command)
    await run.said(/pid \d+/)
    const pid = Number(/pid (\d+)/.exec(run.lines.join('\n'))?.[1])
    sendSignal(await own.supervisorPid(), 'SIGKILL')
    expect(await run.code).toBe(128 + 9)
    expect(run.errors()).toMatch(/the stack was stopped while it was in use; .* is ended/)
    await until(async () => expect(processIdentity(pid)).toBeUndefined(), { what: 'It lives on', limitMs: 5_000 })
  })

  it('explains itself when asked for something else', async () => {
    for (const [args, message] of [
      [['exec', '--service', 'nobody', '--', 'true'], /stack exec --service <command-api\|/],
      [['exec', '--service', 'web'], /stack exec --service/],
      [['exec', '--service', 'web', '--', 'no-such-command'], /no-such-command.*ENOENT/],
      [['logs', 'oracle'], /stack logs \[postgres/],
      [['sideways'], /Unknown command "sideways"/],
    ] as const) {
      const run = stack(...args)
      expect(await run.code).not.toBe(0)
      expect(run.errors()).toMatch(message)
    }
  })
})
