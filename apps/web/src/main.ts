import { resolve } from 'node:path'
import { listen, loadConfig, runService, startFrame } from '@gavel/service-kit'
import { createWebApp } from './app.ts'
import { webConfig } from './config.ts'

const service = 'web'

runService(service, async () => {
  const config = loadConfig(webConfig, { directory: resolve(import.meta.dirname, '..') })
  // No check of the other services: were web not ready with them, nobody could read its status page.
  const { logger, registry, lifecycle, tracing, started } = await startFrame(service, config)

  const { app, endStreams } = createWebApp({
    commandApiUrls: config.COMMAND_API_URLS,
    queryApiUrls: config.QUERY_API_URLS,
    statusUrls: config.STATUS_URLS,
    registry,
    logger,
    tracing,
  })
  const server = await listen(app, { host: config.HOST, port: config.PORT })
  lifecycle.onStop('http server', () => server.stop())
  lifecycle.onStop('streams', async () => endStreams())
  started({ port: server.port })
})
