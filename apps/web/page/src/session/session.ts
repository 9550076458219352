import * as z from 'zod/mini'
import { Problem, problemIn, Unreachable } from '../api/problem.ts'

/**
 * Who is signed in. The access token lives in this module alone, the refresh token in a cookie that no script can read:
 * nothing of either is ever written where a script of somebody else could find it later.
 */
export type Member = { id: string; username: string; paddleNumber: number; roles: readonly string[] }
export type Session = { kind: 'unknown' } | { kind: 'nobody' } | { kind: 'member'; member: Member }

const signedIn = z.object({
  user: z.object({
    id: z.string(),
    username: z.string(),
    paddleNumber: z.number(),
    roles: z.optional(z.array(z.string())),
  }),
  accessToken: z.string(),
  accessTokenExpiresAt: z.string(),
})

const timeoutMs = 15_000
/** A token is renewed before it runs out, so that no bid has to wait for it. */
const earlyMs = 60_000

let session: Session = { kind: 'unknown' }
let token: { text: string; renewAtMs: number } | undefined
let renewing: Promise<void> | undefined
const listeners = new Set<() => void>()

/** Other windows of the same browser: what one does about the session all of them should know. */
const windows = new BroadcastChannel('gavel-session')

export const currentSession = (): Session => session

export function onSession(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(next: Session): void {
  const isSame = next.kind === session.kind && idOf(next) === idOf(session)
  if (isSame) return
  session = next
  for (const listener of listeners) listener()
}

const idOf = (of: Session): string | undefined => (of.kind === 'member' ? of.member.id : undefined)

/**
 * One at a time over all windows: a refresh token is good once, and the cookie of one must not overwrite that of
 * another. Over plain HTTP browsers have no locks.
 */
const post = (path: string, body?: unknown): Promise<Response> =>
  'locks' in navigator ? navigator.locks.request('gavel-session', () => send(path, body)) : send(path, body)

async function send(path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(`/v1/auth/session/${path}`, {
      method: 'POST',
      headers: {
        // No form and no page of another origin can send it.
        'X-Gavel-Session': 'page',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(timeoutMs),
    })
  } catch (cause) {
    throw new Unreachable('no answer', { cause })
  }
}

async function take(response: Response): Promise<void> {
  if (!response.ok) throw await problemIn(response)
  const { user, accessToken: text, accessTokenExpiresAt } = signedIn.parse(await response.json())
  // The life of the token is counted from now by this browser's clock: the server's instant would not do where it is off.
  const serverDate = Date.parse(response.headers.get('date') ?? '') || Date.now()
  const lifeMs = Date.parse(accessTokenExpiresAt) - serverDate
  token = { text, renewAtMs: Date.now() + Math.max(lifeMs - earlyMs, lifeMs / 2) }
  tell({ kind: 'member', member: { ...user, roles: user.roles ?? [] } })
}

function leave(): void {
  token = undefined
  tell({ kind: 'nobody' })
}

/** @throws Problem, Unreachable */
export async function signIn({ email, password }: { email: string; password: string }): Promise<void> {
  await take(await post('signin', { email, password }))
  windows.postMessage('changed')
}

/** @throws Problem, Unreachable */
export async function signUp(person: { email: string; username: string; password: string }): Promise<void> {
  await take(await post('signup', person))
  windows.postMessage('changed')
}

/** @throws Problem, Unreachable */
export async function signOut(): Promise<void> {
  const response = await post('signout')
  if (!response.ok) throw await problemIn(response)
  leave()
  windows.postMessage('changed')
}

async function renewNow(): Promise<void> {
  const response = await post('refresh')
  if (response.status === 204) leave()
  else await take(response)
}

function renew(): Promise<void> {
  renewing ??= renewNow().finally(() => {
    renewing = undefined
  })
  return renewing
}

/** The token to send, renewed when it is due; undefined for nobody. @throws Unreachable, Problem */
export async function accessToken(): Promise<string | undefined> {
  if (session.kind === 'nobody') return undefined
  if (token === undefined || Date.now() >= token.renewAtMs) await renew()
  return token?.text
}

/** It was refused. */
export function forgetAccessToken(refused: string): void {
  if (token?.text === refused) token = undefined
}

const againMs = 3_000

/** When the page opens: whether there is a session. Asks until there is an answer. */
export async function openSession(): Promise<void> {
  windows.onmessage = () => {
    token = undefined
    void renew().catch(() => undefined)
  }
  while (session.kind === 'unknown') {
    try {
      await renew()
    } catch (error) {
      // Refused: asking again would not help, and there is much to see for strangers.
      if (error instanceof Problem && error.status < 500) return leave()
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }
}
