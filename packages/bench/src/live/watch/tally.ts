import { createHistogram } from '../../load/histogram.ts'
import type { SentBids, WatchResult } from './job.ts'
import type { LotEvent } from './lotEvent.ts'

/** Who has seen what and when. To keep it costs next to nothing; it is reckoned up at the end. */
export type Tally = {
  /** A viewer has received an event, of so many bytes. Returns whether it was his first. */
  saw(viewer: number, event: LotEvent, bytes: number, atMs: number): boolean
  broke(viewer: number, reason: string): void
  /** What went wrong first, if anything did. */
  reason(): string | undefined
  /** Viewers who have seen anything. */
  begun(): number
  /** All who are not broken have this version. */
  haveAll(version: number): boolean
  result(sent: SentBids): Omit<WatchResult, 'generatorCores'>
}

export function createTally(viewers: number, eventsMax: number): Tally {
  const versions = new Int32Array(viewers)
  const wrong = new Set<number>()
  let reason: string | undefined
  let begun = 0
  let count = 0
  const capacity = viewers * eventsMax
  const firsts = new Int32Array(capacity)
  const lasts = new Int32Array(capacity)
  const sizes = new Int32Array(capacity)
  const timesMs = new Float64Array(capacity)

  function broke(viewer: number, why: string): void {
    wrong.add(viewer)
    reason ??= why
  }

  return {
    broke,
    reason: () => reason,
    begun: () => begun,
    saw(viewer, { first, last }, bytes, atMs) {
      const has = versions[viewer] ?? 0
      versions[viewer] = last
      if (has === 0) {
        begun += 1
        return true
      }
      if (first !== has + 1) broke(viewer, `bids from version ${first} on came to one who had ${has}`)
      if (count === capacity) throw new Error('more events than bids')
      firsts[count] = first
      lasts[count] = last
      sizes[count] = bytes
      timesMs[count] = atMs
      count += 1
      return false
    },
    haveAll: (version) => versions.every((has, viewer) => has >= version || wrong.has(viewer)),
    result({ bids, until }) {
      versions.forEach((has, viewer) => {
        if (has !== until) broke(viewer, `one ended with version ${has} of ${until}`)
      })
      const sentAtMs = new Float64Array(until + 1)
      for (const [version, atMs] of bids) sentAtMs[version] = atMs
      const histogram = createHistogram()
      const counted: number[] = []
      for (let index = 0; index < count; index += 1) {
        const last = lasts[index] ?? 0
        for (let version = firsts[index] ?? 1; version <= last; version += 1) {
          const sent = sentAtMs[version] ?? 0
          if (sent > 0) histogram.add((timesMs[index] ?? 0) - sent)
        }
        if ((sentAtMs[last] ?? 0) > 0) counted.push(sizes[index] ?? 0)
      }
      const p = (share: number) => histogram.percentileMs(share)
      const sorted = Int32Array.from(counted).sort()
      return {
        viewers,
        wrong: wrong.size,
        ...(reason === undefined ? {} : { reason }),
        events: counted.length,
        eventBytes: sorted[Math.floor(sorted.length / 2)] ?? 0,
        latencyMs: { p50: p(0.5), p95: p(0.95), p99: p(0.99) },
      }
    },
  }
}
