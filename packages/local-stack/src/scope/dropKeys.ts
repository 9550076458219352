import { redisClient } from '../probes/redis.ts'

const keysPerScan = 1_000

/** Deletes the keys that begin with the prefix, a thousand at a time, so that other users of the server hardly notice. */
export async function dropKeys(redisUrl: string, prefix: string): Promise<void> {
  const redis = redisClient(redisUrl)
  try {
    await redis.connect()
    let cursor = '0'
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `${globLiteral(prefix)}*`, 'COUNT', keysPerScan)
      if (keys.length > 0) await redis.unlink(...keys)
      cursor = next
    } while (cursor !== '0')
  } finally {
    redis.disconnect()
  }
}

const globLiteral = (text: string) => text.replaceAll(/[[\]*?\\^]/g, '\\$&')
