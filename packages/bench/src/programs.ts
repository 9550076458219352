import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { startReaper } from '@gavel/local-stack'
import { type JobInput, type JobResult, jobResult } from './load/job.ts'

export type BareRoute = { url: string; stop(): Promise<void> }

/** Programs of the bench's own, each a process that ends with it. */
export type Programs = {
  startBareRoute(): Promise<BareRoute>
  /** One round of load. Rejects when a connection breaks or the generator fails. */
  load(job: JobInput): Promise<JobResult>
  close(): void
}

const path = (name: string): string => resolve(import.meta.dirname, name)

export function createPrograms(): Programs {
  const reaper = startReaper()

  const start = (name: string) => {
    const child = spawn(process.execPath, [path(name)], { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    if (child.pid === undefined) throw new Error(`${name} could not be started`)
    const { pid } = child
    reaper.add(pid, 'SIGTERM')
    const ended = once(child, 'close').then(() => reaper.remove(pid))
    return { child, ended, errors: text(child.stderr) }
  }

  return {
    async startBareRoute() {
      const { child, ended } = start('bareRoute.ts')
      const [line] = await once(child.stdout, 'data')
      const stop = async (): Promise<void> => {
        child.kill('SIGTERM')
        await ended
      }
      return { url: String(line).trim(), stop }
    },
    async load(job) {
      const { child, ended, errors } = start('load/main.ts')
      child.stdin.end(JSON.stringify(job))
      const [output] = await Promise.all([text(child.stdout), ended])
      if (output === '') throw new Error(`the load generator failed:\n${await errors}`)
      return jobResult.parse(JSON.parse(output))
    },
    close: () => reaper.close(),
  }
}
