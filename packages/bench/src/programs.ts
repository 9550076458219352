import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { startReaper } from '@gavel/local-stack'
import { type Job, type JobResult, jobResult } from './load/job.ts'

export type BareRoute = { url: string; stop(): Promise<void> }

/** Programs of the bench's own, each a process that ends with it. */
export type Programs = {
  startBareRoute(): Promise<BareRoute>
  /** One round of load. Rejects when a connection breaks or the generator fails. */
  load(job: Job): Promise<JobResult>
  close(): void
}

const path = (name: string): string => resolve(import.meta.dirname, name)

export function createPrograms(): Programs {
  const reaper = startReaper()

  const start = (name: string, stdin: 'pipe' | 'ignore') => {
    const child = spawn(process.execPath, [path(name)], { stdio: [stdin, 'pipe', 'inherit'], detached: true })
    const { pid, stdout } = child
    if (pid === undefined || stdout === null) throw new Error(`${name} could not be started`)
    reaper.add(pid, 'SIGTERM')
    const ended = once(child, 'close').then(() => reaper.remove(pid))
    return { child, stdout, ended }
  }

  return {
    async startBareRoute() {
      const { child, stdout, ended } = start('bareRoute.ts', 'ignore')
      const [line] = await once(stdout, 'data')
      return { url: String(line).trim(), stop: () => endOf(child, ended) }
    },
    async load(job) {
      const { child, stdout, ended } = start('load/main.ts', 'pipe')
      child.stdin?.end(JSON.stringify(job))
      const [output] = await Promise.all([text(stdout), ended])
      if (output === '') throw new Error('the load generator failed')
      return jobResult.parse(JSON.parse(output))
    },
    close: () => reaper.close(),
  }
}

async function endOf(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  await ended
}
