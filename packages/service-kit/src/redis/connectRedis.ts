import { Redis } from 'ioredis'
import type { Logger } from '../logging/logger.ts'

/** Where Redis only makes answers quicker: a command that takes longer than this goes on without it. */
const commandTimeoutMsDefault = 250
const reconnectMaxMs = 2_000

/**
 * A connection that fails fast while Redis is away, and comes back by itself. `commandTimeoutMs`: 250 unless given, for
 * those who cannot do without it.
 */
export function connectRedis(options: {
  url: string
  keyPrefix: string
  logger: Logger
  commandTimeoutMs?: number
}): Redis {
  const { url, keyPrefix, logger, commandTimeoutMs = commandTimeoutMsDefault } = options
  const redis = new Redis(url, {
    keyPrefix,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 1_000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    // It waits for this long when it stops, also while there is no connection.
    disconnectTimeout: 100,
    noDelay: true,
    retryStrategy: (attempt) => Math.min(2 ** attempt * 50, reconnectMaxMs) * (0.5 + Math.random() / 2),
  })
  let away = false
  redis.on('error', (error: unknown) => {
    if (!away) logger.warn({ err: error }, 'redis is away')
    away = true
  })
  redis.on('ready', () => {
    away = false
  })
  return redis
}
