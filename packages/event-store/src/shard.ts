/** A constant, since it is written into the outbox rows: a relay with another count would leave rows behind. */
export const shardCount = 16

/** By the stream id's last hexadecimal digit, random in every version of UUID (the first ones of a UUIDv7 are a clock). */
export function shardOf(streamId: string): number {
  return Number.parseInt(streamId.slice(-1), 16)
}
