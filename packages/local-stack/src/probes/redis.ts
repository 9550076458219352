import { Redis } from 'ioredis'

/** Resolves with the server's pid once PING is answered. */
export async function probeRedis(url: string): Promise<string> {
  const redis = redisClient(url)
  try {
    await redis.connect()
    await redis.ping()
    return /process_id:(\d+)/.exec(await redis.info('server'))?.[1] ?? ''
  } finally {
    redis.disconnect()
  }
}

/** Not connected yet; tries nothing twice. */
export function redisClient(url: string): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2_000,
    commandTimeout: 10_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // connect() and the commands reject with the same error; without a listener it is printed as well.
  redis.on('error', () => {})
  return redis
}
