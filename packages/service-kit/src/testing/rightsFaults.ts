import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type express from 'express'
import { bind } from '../http/bind.ts'
import { type StatedRoute, statedRoutes } from '../token/routeRights.ts'

/** Access tokens of somebody who has nothing to do with what is asked for. */
export type Tokens = Record<'member' | 'administrator', string>

const answerTimeoutMs = 10_000

/**
 * Walks every route of an app with no token, a broken one, a stranger's and an administrator's, and tells what is not as
 * the route states it; empty when all is well. `exempt`: routes (`get /path`) that take a token of another kind.
 */
export async function rightsFaults(
  app: express.Express,
  tokens: Tokens,
  exempt: readonly string[] = [],
): Promise<readonly string[]> {
  const server = createServer(app)
  const port = await bind(server, 0, '127.0.0.1')
  try {
    const faults: string[] = []
    for (const route of statedRoutes(app.router)) {
      const name = `${route.method} ${route.path}`
      if (route.right === undefined) faults.push(`${name} states no right`)
      else if (!exempt.includes(name)) {
        const found = await faultsOf(route, tokens, `http://127.0.0.1:${port}`)
        faults.push(...found.map((fault) => `${name} is for ${route.right}: ${fault}`))
      }
    }
    return faults
  } finally {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

async function faultsOf(route: StatedRoute, tokens: Tokens, baseUrl: string): Promise<readonly string[]> {
  const ask = (token: string | undefined) => statusOf(route, token, baseUrl)
  const letsIn = (status: number): boolean => status !== 401 && status !== 403
  const faults: string[] = []
  const expected = (who: string, status: number, isRight: boolean) => {
    if (!isRight) faults.push(`${who} is answered ${status}`)
  }
  const none = await ask(undefined)
  expected('no token', none, route.right === 'anyone' ? letsIn(none) : none === 401)
  const broken = await ask('nonsense')
  expected('a broken token', broken, route.right === 'anyone' || broken === 401 || broken === 400)
  const stranger = await ask(tokens.member)
  expected('a stranger', stranger, route.right === 'administrator' ? stranger === 403 : letsIn(stranger))
  const administrator = await ask(tokens.administrator)
  expected('an administrator', administrator, letsIn(administrator))
  return faults
}

/** Of a request for something that is not there, with an empty body. */
async function statusOf({ method, path }: StatedRoute, token: string | undefined, baseUrl: string): Promise<number> {
  const hasBody = method !== 'get' && method !== 'head'
  const answer = await fetch(`${baseUrl}${path.replaceAll(/:[A-Za-z]+/g, randomUUID())}`, {
    method: method.toUpperCase(),
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(hasBody ? { body: '{}' } : {}),
    signal: AbortSignal.timeout(answerTimeoutMs),
  })
  await answer.body?.cancel()
  return answer.status
}
