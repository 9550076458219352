import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { startReaper } from '@gavel/local-stack'
import { type BareJob, type BareResult, bareResult } from './live/bareJob.ts'
import { type SentBids, type WatchJob, type WatchResult, watchResult } from './live/watch/job.ts'
import { type JobInput, type JobResult, jobResult } from './load/job.ts'

export type BareRoute = { url: string; stop(): Promise<void> }
export type BareStream = BareRoute & { write(job: BareJob): Promise<BareResult> }
export type Watching = { result(sent: SentBids): Promise<WatchResult>; close(): Promise<void> }

/** Programs of the bench's own, each a process that ends with it. */
export type Programs = {
  startBareRoute(): Promise<BareRoute>
  /** One round of load. Rejects when a connection breaks or the generator fails. */
  load(job: JobInput): Promise<JobResult>
  startBareStream(): Promise<BareStream>
  /** Viewers of a stream. Resolves when all of them watch; rejects when they can not. */
  watch(job: WatchJob): Promise<Watching>
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

  /** A program that is told things and answers, a JSON line each. */
  const converse = (name: string) => {
    const { child, ended, errors } = start(name)
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM')
      await ended
    }
    return {
      stop,
      tell: (message: unknown) => void child.stdin.write(`${JSON.stringify(message)}\n`),
      async answer(): Promise<unknown> {
        const line = await lines.next()
        if (line.done) throw new Error(`${name} failed:\n${await errors}`)
        return JSON.parse(line.value)
      },
    }
  }

  return {
    async startBareStream() {
      const { tell, answer, stop } = converse('live/bareStream.ts')
      const url = String(await answer())
      return {
        url,
        stop,
        async write(job) {
          tell(job)
          return bareResult.parse(await answer())
        },
      }
    },
    async watch(job) {
      const { tell, answer, stop } = converse('live/watch/main.ts')
      tell(job)
      await answer()
      return {
        close: stop,
        async result(sent) {
          tell(sent)
          return watchResult.parse(await answer())
        },
      }
    },
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
