import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { pino } from 'pino'
import request from 'supertest'
import { createMetrics } from '../metrics/metrics.ts'
import { startAdminServer } from './adminServer.ts'
import { createReadiness, type Readiness } from './readiness.ts'

const logger = pino({ level: 'silent' })
let readiness: Readiness = createReadiness()
let admin = { port: 0, stop: async (): Promise<void> => {} }
let url = ''

beforeEach(async () => {
  readiness = createReadiness()
  readiness.started()
  admin = await startAdminServer({ port: 0, registry: createMetrics('query-api'), readiness, logger })
  url = `http://127.0.0.1:${admin.port}`
})
afterEach(() => admin.stop())

describe('startAdminServer', () => {
  it('lives, whatever it depends on', async () => {
    readiness.add('kafka', () => Promise.reject(new Error('no broker')))
    await request(url).get('/livez').expect(200, { status: 'ok' })
    await request(url)
      .get('/readyz')
      .expect(503, { status: 'not_ready', checks: { kafka: 'no broker' } })
  })

  it('is ready until it is drained', async () => {
    readiness.add('kafka', async () => {})
    await request(url)
      .get('/readyz?verbose')
      .expect(200, { status: 'ready', checks: { kafka: 'ok' } })
    readiness.drain()
    await request(url)
      .get('/readyz')
      .expect(503, { status: 'stopping', checks: { kafka: 'ok' } })
  })

  it('shows the metrics of Node under the name of the service', async () => {
    const { text } = await request(url)
      .get('/metrics')
      .expect(200)
      .expect('content-type', /text\/plain/)
    expect(text).toMatch(/nodejs_eventloop_lag_seconds\{service="query-api"\}/)
    expect(text).toMatch(/process_resident_memory_bytes/)
  })

  it('offers nothing else', async () => {
    await request(url).get('/').expect(404)
    await request(url).post('/livez').expect(405)
  })

  it('rejects when the port is taken', async () => {
    const again = startAdminServer({ port: admin.port, registry: createMetrics('x'), readiness, logger })
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
