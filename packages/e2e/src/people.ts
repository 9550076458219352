import { developmentToken } from '@gavel/launcher'
import type { Gavel } from './gavel.ts'
import { type Answer, send } from './http.ts'

const tokens = new Map<number, Promise<string>>()

/** Sells in every test, and never bids. */
export const sellersPaddle = 100
export const administratorsPaddle = 99

/** Whoever holds the paddle; signed once, since a signature is dear. */
export function tokenOf(paddleNumber: number): Promise<string> {
  const known = tokens.get(paddleNumber)
  if (known !== undefined) return known
  const isAdministrator = paddleNumber === administratorsPaddle
  const token = developmentToken(
    `person-${paddleNumber}`,
    paddleNumber,
    isAdministrator ? ['bidder', 'administrator'] : ['bidder'],
  )
  tokens.set(paddleNumber, token)
  return token
}

/** What somebody does with the API, signed in, through web or at `baseUrl`. Paths begin behind `/v1`. */
export function as(gavel: Gavel, paddleNumber: number, baseUrl = gavel.webUrl) {
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, json?: unknown) => {
    const token = await tokenOf(paddleNumber)
    return send(`${baseUrl}/v1/${path}`, { method, token, ...(json === undefined ? {} : { json }) })
  }
  return {
    get: (path: string): Promise<Answer> => call('GET', path),
    post: (path: string, json: unknown = {}): Promise<Answer> => call('POST', path, json),
    patch: (path: string, json: unknown): Promise<Answer> => call('PATCH', path, json),
    put: (path: string): Promise<Answer> => call('PUT', path),
    delete: (path: string, json?: unknown): Promise<Answer> => call('DELETE', path, json),
  }
}
