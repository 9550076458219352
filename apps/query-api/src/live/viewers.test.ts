import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, it } from '@jest/globals'
import { frame } from './sse.ts'
import { createViewers } from './viewers.ts'

it('does not count whoever left before he was let in', async () => {
  const viewers = createViewers({ viewersMax: 10, queueBytesMax: 1_000, onDropped: () => undefined })
  const { promise: admitted, resolve } = Promise.withResolvers<boolean>()
  const server = createServer(async (_req, res) => {
    // As when the lot has to be looked up first.
    await once(res, 'close')
    const viewer = viewers.admit(res)
    viewer.send(frame(': \n\n'))
    resolve(viewer.isOpen())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const leaving = new AbortController()
  const request = fetch(`http://127.0.0.1:${address.port}`, { signal: leaving.signal }).catch(() => undefined)
  await once(server, 'request')
  leaving.abort()
  await request
  expect(await admitted).toBe(false)
  expect(viewers.count()).toBe(0)
  viewers.stop()
  server.close()
})
