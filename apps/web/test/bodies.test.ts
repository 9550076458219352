import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import type { ProxyLimits } from '../src/proxy/limits.ts'
import { until } from './until.ts'
import { createCleanUp, echo, startUpstream, startWeb } from './upstream.ts'

const cleanUp = createCleanUp()
afterEach(() => cleanUp.run())

async function started(listener: RequestListener, limits: Partial<ProxyLimits> = {}) {
  const command = await startUpstream(listener)
  cleanUp.add(command.close)
  const web = await startWeb({ command: [command.url], limits })
  cleanUp.add(web.stop)
  return { command, web }
}

/** Sends the head of a POST and the beginning of its body, and then nothing. */
async function sendHalf(webUrl: string): Promise<{ socket: Socket; text(): string }> {
  let received = ''
  const socket = connect(Number(new URL(webUrl).port), '127.0.0.1').on('error', () => {})
  socket.on('data', (part) => {
    received += String(part)
  })
  await once(socket, 'connect')
  socket.write('POST /bid HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"a":')
  cleanUp.add(async () => void socket.destroy())
  return { socket, text: () => received }
}

const countBytes: RequestListener = async (req, res) => {
  let received = 0
  for await (const part of req) received += part.length
  res.end(JSON.stringify({ received, length: req.headers['content-length'] }))
}

const answerTo = (client: ReturnType<typeof httpRequest>): Promise<IncomingMessage> =>
  new Promise((resolve) => client.on('error', () => {}).once('response', resolve))

describe('bodies', () => {
  it.each([true, false])('go on whole and with their length, up to 64 KiB (chunked: %j)', async (chunked) => {
    const { web } = await started(countBytes)
    const body = Buffer.alloc(64 * 1024, 'x')
    const headers = chunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': body.length }
    const client = httpRequest(`${web.url}/bid`, { method: 'POST', headers })
    client.write(body.subarray(0, 1_000))
    client.end(body.subarray(1_000))
    let text = ''
    for await (const part of await answerTo(client)) text += String(part)
    expect(JSON.parse(text)).toEqual({ received: body.length, length: String(body.length) })
  })

  it.each([true, false])('that are larger are refused here, before they have come (chunked: %j)', async (chunked) => {
    const { web, command } = await started(countBytes)
    const headers = chunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': 16 * 1024 * 1024 }
    const client = httpRequest(`${web.url}/bid`, { method: 'POST', headers })
    client.write(Buffer.alloc(64 * 1024 + 1, 'x'))
    const answer = await answerTo(client)
    expect(answer.statusCode).toBe(413)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    client.destroy()
    expect(command.requests).toHaveLength(0)
  })

  it('that are refused do not leave a client stuck that listens only when it has sent all', async () => {
    const { web } = await started(countBytes)
    const body = Buffer.alloc(16 * 1024 * 1024, 'x')
    const client = httpRequest(`${web.url}/bid`, { method: 'POST', headers: { 'Content-Length': body.length } })
    const answered = answerTo(client)
    const sent = once(client, 'finish')
    client.end(body)
    expect((await answered).statusCode).toBe(413)
    await sent
    client.destroy()
  })

  it.each([true, false])(
    'that are refused leave a sender his answer who wants to be closed upon (chunked: %j)',
    async (chunked) => {
      const { web } = await started(countBytes)
      const body = Buffer.alloc(16 * 1024 * 1024, 'x')
      const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`
      const chunk = chunked ? `${body.length.toString(16)}\r\n` : ''
      for (let turn = 0; turn < 5; turn += 1) {
        let answered = ''
        const socket = connect(Number(new URL(web.url).port), '127.0.0.1').on('error', () => {})
        socket.on('data', (part) => {
          answered += String(part)
        })
        socket.write(`POST /bid HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${length}\r\n\r\n${chunk}`)
        socket.write(body)
        if (chunked) socket.write('\r\n0\r\n\r\n')
        // Not by `once`: that he can not write any more is no failure, when he has his answer.
        await new Promise((resolve) => socket.once('close', resolve))
        expect(answered).toContain('HTTP/1.1 413')
      }
    },
  )

  it('hold no place at a service until they are here', async () => {
    const { web, command } = await started(echo('command-api'), { requestsMax: 1, waitingMax: 0 })
    for (let sender = 0; sender < 20; sender += 1) await sendHalf(web.url)
    await request(web.url).post('/bid').send({ bid_amount: 1 }).expect(200)
    expect(command.requests).toHaveLength(1)
  })

  it('that do not come in time are given up and the connection with them', async () => {
    const { web, command } = await started(countBytes, { bodyTimeoutMs: 50 })
    const { socket, text } = await sendHalf(web.url)
    await once(socket, 'close')
    expect(text()).toMatch(/^HTTP\/1.1 400 .*application\/problem\+json.*was not here within 0.05 s/s)
    expect(command.requests).toHaveLength(0)
  })

  it.each([{ bodiesMax: 2 }, { bodiesBytesMax: 20 }])(
    'that are too many (%j) cost the slowest sender his place, not the newcomer',
    async (limits) => {
      const { web } = await started(echo('command-api'), limits)
      const oldest = await sendHalf(web.url)
      const other = await sendHalf(web.url)
      // Two beginnings are 10 bytes, and this one comes in one piece with its end.
      await request(web.url).post('/bid').send({ amount: 1 }).expect(200)
      await until(() => oldest.text().startsWith('HTTP/1.1 503 '))
      expect(other.text()).toBe('')
    },
  )

  it('are forgotten with their bytes when the sender leaves', async () => {
    const { web, command } = await started(echo('command-api'), { bodiesBytesMax: 40 })
    for (let turn = 0; turn < 20; turn += 1) {
      const { socket } = await sendHalf(web.url)
      socket.destroy()
      await request(web.url).post('/bid').send({ amount: turn }).expect(200)
    }
    expect(command.requests).toHaveLength(20)
  })
})
