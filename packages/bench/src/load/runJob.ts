import { type Connection, openConnection } from './connection.ts'
import { createHistogram } from './histogram.ts'
import type { Job, JobResult } from './job.ts'
import { createRequests } from './requests.ts'

/** Keeps every connection busy with one request after the other for the lead-in and the measured time. */
export function runJob(job: Job): Promise<JobResult> {
  const requests = createRequests(job)
  const histogram = createHistogram()
  const versions = job.targets.map(() => 0)
  const counts = { accepted: 0, refused: 0, failed: 0 }
  const { promise, resolve, reject } = Promise.withResolvers<JobResult>()
  const connections: Connection[] = []
  const beginAtMs = performance.now() + job.leadInMs
  const endAtMs = beginAtMs + job.measuredMs
  let busy = job.connections
  let cpuAtBegin = process.cpuUsage()
  setTimeout(() => {
    cpuAtBegin = process.cpuUsage()
  }, job.leadInMs)

  const finish = (): void => {
    const { user, system } = process.cpuUsage(cpuAtBegin)
    for (const connection of connections) connection.close()
    const p = (share: number) => histogram.percentileMs(share)
    resolve({
      ...counts,
      elapsedMs: job.measuredMs,
      latencyMs: { p50: p(0.5), p95: p(0.95), p99: p(0.99) },
      generatorCores: (user + system) / 1_000 / job.measuredMs,
      versions,
    })
  }

  const take = (status: number, body: string, target: number, sentAtMs: number, nowMs: number): void => {
    if (status === 201) versions[target] = Math.max(versions[target] ?? 0, versionIn(body))
    // Counted by when the answer came, so that exactly the measured time is counted.
    if (nowMs < beginAtMs || nowMs >= endAtMs) return
    histogram.add(nowMs - sentAtMs)
    if (status === 201 || status === 200) counts.accepted += 1
    else if (status === 409) counts.refused += 1
    else counts.failed += 1
  }

  for (let index = 0; index < job.connections; index += 1) {
    let target = 0
    let sentAtMs = 0
    const next = (connection: Connection): void => {
      const request = requests.next()
      target = request.target
      sentAtMs = performance.now()
      connection.send(request.text)
    }
    const connection = openConnection(new URL(job.url), {
      onOpen: () => next(connection),
      onAnswer(status, body) {
        const nowMs = performance.now()
        take(status, body, target, sentAtMs, nowMs)
        if (nowMs < endAtMs) return next(connection)
        busy -= 1
        if (busy === 0) finish()
      },
      onError: reject,
    })
    connections.push(connection)
  }
  return promise
}

const versionMark = '"version":'

/** JSON.parse of the whole body would be the dearest line of the generator. */
function versionIn(body: string): number {
  const at = body.indexOf(versionMark)
  return at < 0 ? 0 : Number.parseInt(body.slice(at + versionMark.length, at + versionMark.length + 16), 10)
}
