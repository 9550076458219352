const bucketMs = 0.02
/** Up to 10 s; what takes longer counts as that. */
const buckets = 500_000

/** Latencies in steps of 0.02 ms: a fixed array, so that measuring costs the generator next to nothing. */
export type Histogram = { add(latencyMs: number): void; percentileMs(share: number): number }

export function createHistogram(): Histogram {
  const counts = new Uint32Array(buckets)
  let total = 0
  return {
    add(latencyMs) {
      const bucket = Math.min(buckets - 1, Math.floor(latencyMs / bucketMs))
      counts[bucket] = (counts[bucket] ?? 0) + 1
      total += 1
    },
    percentileMs(share) {
      let left = total * share
      for (const [bucket, count] of counts.entries()) {
        left -= count
        if (count > 0 && left <= 0) return (bucket + 1) * bucketMs
      }
      return 0
    },
  }
}
