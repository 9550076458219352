import { parseSetCookie } from 'cookie'
import type express from 'express'
import request from 'supertest'
import { z } from 'zod'

export const password = 'three rusty anvils'

/** All that a script is told: anything more is a fault, a refresh token above all. */
export const pageSession = z.strictObject({
  user: z.strictObject({
    id: z.uuid(),
    username: z.string(),
    paddleNumber: z.int(),
    roles: z.array(z.enum(['bidder', 'administrator'])),
  }),
  accessToken: z.string(),
  accessTokenExpiresAt: z.iso.datetime(),
})

type Headers = Record<string, string>

/** What our own page sends with each of these requests. */
export const ofOwnPage: Headers = { 'X-Gavel-Session': 'page', 'Sec-Fetch-Site': 'same-origin' }

/** The one Set-Cookie of an answer, as it is written; undefined when there is none. */
export function cookieLine(answer: request.Response): string | undefined {
  const lines = z.array(z.string()).max(1).optional().parse(answer.headers['set-cookie'])
  return lines?.[0]
}

/** A browser with one cookie, which it keeps, changes and forgets as it is told. */
export function openPage(app: express.Express, cookie?: { name: string; value: string }) {
  let kept = cookie

  function take(answer: request.Response): void {
    const line = cookieLine(answer)
    if (line === undefined) return
    const { name, value, expires, maxAge } = parseSetCookie(line)
    const isGone = maxAge === undefined && (expires?.getTime() ?? Number.POSITIVE_INFINITY) < Date.now()
    kept = isGone || value === undefined ? undefined : { name, value }
  }

  return {
    cookie: () => kept,
    async post(what: string, body?: object, headers: Headers = {}): Promise<request.Response> {
      const cookies: Headers = kept === undefined ? {} : { Cookie: `theme=dark; ${kept.name}=${kept.value}` }
      const answer = await request(app)
        .post(`/v1/auth/session/${what}`)
        .set({ ...ofOwnPage, ...cookies, ...headers })
        .send(body)
      take(answer)
      return answer
    },
  }
}

export type Page = ReturnType<typeof openPage>
