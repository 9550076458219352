import { Agent, get, type IncomingMessage } from 'node:http'
import { describe, expect, it } from '@jest/globals'
import express from 'express'
import { listen } from './listen.ts'

const agent = new Agent({ keepAlive: true })

const ask = (port: number, path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ port, path, agent, host: '127.0.0.1' }, (res) => resolve(res.resume())).once('error', reject)
  })

function slowApp() {
  const arrived = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const app = express()
  app.get('/', (_req, res) => void res.json('quick'))
  app.get('/slow', async (_req, res) => {
    arrived.resolve()
    await release.promise
    res.json('done')
  })
  return { app, arrived: arrived.promise, release: () => release.resolve() }
}

describe('listen', () => {
  it('finishes what is in flight, takes no more, and closes kept connections', async () => {
    const { app, arrived, release } = slowApp()
    // Longer than a test may take: nothing here is to be cut.
    const http = await listen(app, { port: 0, host: '127.0.0.1', stopTimeoutMs: 60_000 })
    await ask(http.port, '/')
    const slow = ask(http.port, '/slow')
    await arrived
    const stopped = http.stop()
    await expect(
      new Promise((_resolve, reject) => get({ port: http.port, agent: false }).on('error', reject)),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    release()
    expect((await slow).statusCode).toBe(200)
    await stopped
    await http.stop()
  })

  it('cuts what does not end within the limit', async () => {
    const { app, arrived } = slowApp()
    const http = await listen(app, { port: 0, host: '127.0.0.1', stopTimeoutMs: 50 })
    const slow = ask(http.port, '/slow')
    await arrived
    await Promise.all([expect(slow).rejects.toMatchObject({ code: 'ECONNRESET' }), http.stop()])
  })

  it('rejects when the port is taken', async () => {
    const http = await listen(express(), { port: 0 })
    await expect(listen(express(), { port: http.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await http.stop()
  })
})
