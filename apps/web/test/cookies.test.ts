import { request as httpRequest, type IncomingMessage } from 'node:http'
import { listen } from '@gavel/service-kit'
import { afterEach, describe, expect, it } from '@jest/globals'
import express from 'express'
import { createCleanUp, echo, startUpstream, startWeb } from './upstream.ts'

const cleanUp = createCleanUp()
afterEach(() => cleanUp.run())

/** With every header as it is, which fetch would sort, join and in part refuse. */
async function post(url: string, headers: Record<string, string | string[]>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { method: 'POST', headers, agent: false }, (answer) => resolve(answer.resume()))
      .on('error', reject)
      .end()
  })
}

const path = '/v1/auth/session/refresh'

describe('cookies', () => {
  it('go through as they were set, each in a header of its own', async () => {
    const lines = [
      '__Secure-gavel_session=a.b-c_d; Max-Age=2592000; Path=/v1/auth/session; Expires=Thu, 01 Jan 2026 00:00:00 GMT; HttpOnly; Secure; SameSite=Strict',
      'gavel_session=; Path=/v1/auth/session; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Strict',
    ]
    const command = await startUpstream((_req, res) => {
      res.writeHead(204, { 'Set-Cookie': lines }).end()
    })
    cleanUp.add(command.close)
    const web = await startWeb({ command: [command.url] })
    cleanUp.add(web.stop)
    const answer = await post(`${web.url}${path}`, { Cookie: 'theme=dark; gavel_session=a.b-c_d' })
    expect(answer.headers['set-cookie']).toEqual(lines)
    expect(command.requests[0]?.headers.cookie).toBe('theme=dark; gavel_session=a.b-c_d')
  })

  it('are read together with what a service needs to tell its own pages: where the browser has asked', async () => {
    const command = await startUpstream(echo('command-api'))
    cleanUp.add(command.close)
    const web = await startWeb({ command: [command.url] })
    cleanUp.add(web.stop)
    await post(`${web.url}${path}`, { Origin: web.url, 'Sec-Fetch-Site': 'same-origin', 'X-Gavel-Session': 'page' })
    await post(`${web.url}${path}`, { 'X-Forwarded-Host': 'gavel.example', 'X-Forwarded-Proto': 'https' })
    const [plain, forwarded] = command.requests.map(({ headers }) => headers)
    expect(plain).toMatchObject({
      origin: web.url,
      'sec-fetch-site': 'same-origin',
      'x-gavel-session': 'page',
      'x-forwarded-host': new URL(web.url).host,
      'x-forwarded-proto': 'http',
    })
    // What stands before web knows better.
    expect(forwarded).toMatchObject({ 'x-forwarded-host': 'gavel.example', 'x-forwarded-proto': 'https' })
  })

  it('that are too large for a service once web has added its headers are its sender’s fault, and nobody else’s', async () => {
    const small = express().use((_req, res) => void res.end())
    const { port, stop } = await listen(small, { port: 0, host: '127.0.0.1' })
    cleanUp.add(stop)
    const web = await startWeb({ command: [`http://127.0.0.1:${port}`] })
    cleanUp.add(web.stop)
    const statuses = new Set<number | undefined>()
    for (let length = 15_300; length < 16_400; length += 20) {
      const { statusCode } = await post(`${web.url}${path}`, { Cookie: `theme=${'a'.repeat(length)}` })
      statuses.add(statusCode)
      expect((await post(`${web.url}${path}`, {})).statusCode).toBe(200)
    }
    expect([...statuses]).toEqual([200, 431])
  })
})
