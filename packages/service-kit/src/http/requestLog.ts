import type express from 'express'
import type { Logger } from '../logging/logger.ts'
import { idsOf } from './idsOf.ts'
import './requestState.ts'

/**
 * Each request at debug, when it is over. Above that level it is nothing at all: at 20 k requests/s on a core a line
 * for each costs more than the request. (5xx are logged at error by `problemHandler` whatever the level.)
 */
export function requestLog(logger: Logger): express.RequestHandler {
  if (!logger.isLevelEnabled('debug')) return (_req, _res, next) => next()
  return (req, res, next) => {
    const startedAtMs = performance.now()
    res.once('close', () => {
      const durationMs = Math.round((performance.now() - startedAtMs) * 10) / 10
      const { method, originalUrl: url } = req
      logger.debug({ method, url, status: res.statusCode, durationMs, ...idsOf(req) }, 'request')
    })
    next()
  }
}
