import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from '@jest/globals'
import { until } from './until.ts'
import { createCleanUp, startUpstream, startWeb } from './upstream.ts'

const cleanUp = createCleanUp()
afterEach(() => cleanUp.run())

/** An upstream whose stream is written by the test. */
async function startStream(limits = {}) {
  const answers: ServerResponse[] = []
  let closedCount = 0
  const query = await startUpstream((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }).flushHeaders()
    res.once('close', () => {
      closedCount += 1
    })
    answers.push(res)
  })
  cleanUp.add(query.close)
  const web = await startWeb({ query: [query.url], limits })
  cleanUp.add(web.stop)
  return { web, query, closed: () => closedCount, write: (event: string) => answers.at(-1)?.write(event) }
}

/** Opens the stream; resolves with its head, before any event. */
async function follow(url: string): Promise<{ answer: IncomingMessage; text(): string; leave(): void }> {
  const client = httpRequest(url, { headers: { Accept: 'text/event-stream' } })
  client.on('error', () => {})
  client.end()
  const answer = await new Promise<IncomingMessage>((resolve) => client.once('response', resolve))
  let received = ''
  answer.on('error', () => {})
  answer.on('data', (chunk) => {
    received += String(chunk)
  })
  return { answer, text: () => received, leave: () => client.destroy() }
}

describe('Server-Sent Events', () => {
  it('pass unbuffered: the head before any event, each event before the next is written', async () => {
    const { web, write } = await startStream()
    const { answer, text, leave } = await follow(`${web.url}/v1/auctions/1/stream`)
    expect(answer.headers['content-type']).toBe('text/event-stream')
    expect(text()).toBe('')
    write('id: 1\n\n')
    await until(() => text() === 'id: 1\n\n')
    write('id: 2\n\n')
    await until(() => text() === 'id: 1\n\nid: 2\n\n')
    leave()
  })

  it('live longer than the time an answer may take', async () => {
    const { web, write } = await startStream({ answerTimeoutMs: 100 })
    const { answer, text, leave } = await follow(`${web.url}/v1/auctions/1/stream`)
    const openedMs = performance.now()
    await until(() => performance.now() - openedMs > 200)
    write('id: 1\n\n')
    await until(() => text() === 'id: 1\n\n')
    expect(answer.destroyed).toBe(false)
    leave()
  })

  it('end at the upstream when the client goes away', async () => {
    const { web, closed } = await startStream()
    const { leave } = await follow(`${web.url}/v1/auctions/1/stream`)
    leave()
    await until(() => closed() === 1)
    expect(await web.metrics()).toMatch(/web_open_streams\S* 0/)
  })

  it('have connections of their own and a bound', async () => {
    const { web, query } = await startStream({ streamsMax: 2, requestsMax: 1, waitingMax: 0 })
    const one = await follow(`${web.url}/v1/auctions/1/stream`)
    const two = await follow(`${web.url}/v1/auctions/stream`)
    const three = await follow(`${web.url}/v1/me/stream`)
    expect([one, two, three].map(({ answer }) => answer.statusCode)).toEqual([200, 200, 503])
    expect(await web.metrics()).toMatch(/web_open_streams\S* 2/)
    expect(query.requests).toHaveLength(2)
    one.leave()
    two.leave()
  })

  it('are ended when web stops, and no new ones begin', async () => {
    const { web, closed } = await startStream()
    const { answer } = await follow(`${web.url}/v1/auctions/1/stream`)
    web.endStreams()
    await once(answer, 'end')
    await until(() => closed() === 1)
    expect((await follow(`${web.url}/v1/auctions/1/stream`)).answer.statusCode).toBe(503)
  })
})
