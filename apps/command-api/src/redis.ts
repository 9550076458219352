import type { Logger } from '@gavel/service-kit'
import { Redis } from 'ioredis'

/** Redis only makes answers quicker: a command that takes longer than this goes on without it. */
const commandTimeoutMs = 250
const reconnectMaxMs = 2_000

/** A connection that fails fast while Redis is away, and comes back by itself. */
export function connectRedis(options: { url: string; keyPrefix: string; logger: Logger }): Redis {
  const redis = new Redis(options.url, {
    keyPrefix: options.keyPrefix,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 1_000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    noDelay: true,
    retryStrategy: (attempt) => Math.min(2 ** attempt * 50, reconnectMaxMs) * (0.5 + Math.random() / 2),
  })
  let away = false
  redis.on('error', (error: unknown) => {
    if (!away) options.logger.warn({ err: error }, 'redis is away')
    away = true
  })
  redis.on('ready', () => {
    away = false
  })
  return redis
}
