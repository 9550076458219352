const seed = 0x9747b28c
const mix = 0x5bd1e995

/**
 * The 32-bit murmur2 of Kafka's Java client (org.apache.kafka.common.utils.Utils.murmur2), as a signed integer.
 * kafkajs has one made of Long objects; this one allocates nothing.
 */
export function murmur2(data: Buffer): number {
  const length = data.length
  const tail = length & ~3
  let hash = seed ^ length
  for (let at = 0; at < tail; at += 4) {
    let word = Math.imul(data.readInt32LE(at), mix)
    word = Math.imul(word ^ (word >>> 24), mix)
    hash = Math.imul(hash, mix) ^ word
  }
  if (tail < length) {
    for (let at = length - 1; at >= tail; at -= 1) hash ^= data.readUInt8(at) << (8 * (at - tail))
    hash = Math.imul(hash, mix)
  }
  hash = Math.imul(hash ^ (hash >>> 13), mix)
  return hash ^ (hash >>> 15)
}

/** The partition Kafka's default partitioner gives a key: any other client finds the same one. */
export function partitionOf(key: string, partitionCount: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitionCount
}
