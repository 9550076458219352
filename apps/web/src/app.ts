import {
  correlation,
  type Logger,
  problemHandler,
  requestLog,
  requestMetrics,
  securityHeaders,
  type Tracing,
} from '@gavel/service-kit'
import express from 'express'
import type prom from 'prom-client'
import { docsRoutes } from './docs/routes.ts'
import { createWebMetrics } from './metrics.ts'
import { builtPage, pageRoutes } from './page/routes.ts'
import { createForwarder } from './proxy/forwarder.ts'
import { type ProxyLimits, usualLimits } from './proxy/limits.ts'
import { statusRoutes } from './status/routes.ts'
import { createServiceStatuses, type ServiceAddress } from './status/services.ts'

export type WebApp = {
  app: express.Express
  /** Call it when stopping, before the server's own stop. */
  endStreams(): void
}

export function createWebApp(options: {
  commandApiUrls: readonly string[]
  queryApiUrls: readonly string[]
  statusUrls: readonly ServiceAddress[]
  registry: prom.Registry
  logger: Logger
  tracing?: Tracing | undefined
  limits?: Partial<ProxyLimits>
  /** Where the page was built. */
  page?: string
}): WebApp {
  const { commandApiUrls, queryApiUrls, statusUrls, registry, logger, tracing, limits, page = builtPage } = options
  const { handler, endStreams } = createForwarder({
    urls: { 'command-api': commandApiUrls, 'query-api': queryApiUrls },
    limits: { ...usualLimits, ...limits },
    metrics: createWebMetrics(registry),
    tracing,
  })
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(
    requestMetrics(registry),
    correlation({ tracing, fromStrangers: true }),
    requestLog(logger),
    securityHeaders(),
  )
  app.use(statusRoutes(createServiceStatuses(statusUrls, Date.now)))
  app.use(docsRoutes())
  app.use(pageRoutes(page))
  app.use(handler)
  app.use(problemHandler(logger))
  return { app, endStreams }
}
