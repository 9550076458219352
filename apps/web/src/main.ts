import { resolve } from 'node:path'
import {
  createLifecycle,
  createLogger,
  createMetrics,
  createReadiness,
  listen,
  loadConfig,
  runService,
  startAdminServer,
} from '@gavel/service-kit'
import { createWebApp } from './app.ts'
import { webConfig } from './config.ts'

const service = 'web'

runService(service, async () => {
  const config = loadConfig(webConfig, { directory: resolve(import.meta.dirname, '..') })
  const logger = createLogger({ service, level: config.LOG_LEVEL, pretty: config.LOG_PRETTY })
  const registry = createMetrics(service)
  // No check of the other services: were web not ready with them, nobody could read its status page.
  const readiness = createReadiness()
  const lifecycle = createLifecycle({ logger, readiness })
  lifecycle.handleSignals()

  const { app, endStreams } = createWebApp({
    commandApiUrls: config.COMMAND_API_URLS,
    queryApiUrls: config.QUERY_API_URLS,
    statusUrls: config.STATUS_URLS,
    registry,
    logger,
  })
  const admin = await startAdminServer({ port: config.ADMIN_PORT, registry, readiness, logger })
  lifecycle.onStop('admin server', () => admin.stop())
  const server = await listen(app, { port: config.PORT })
  lifecycle.onStop('http server', () => server.stop())
  lifecycle.onStop('streams', async () => endStreams())
  readiness.started()
  logger.info({ port: server.port, adminPort: admin.port }, 'started')
})
