import type * as z from 'zod/mini'
import { accessToken, currentSession, forgetAccessToken } from '../session/session.ts'
import { problemIn, Unreachable } from './problem.ts'

export type Asked = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  /** The same key is the same command, however often it is sent. */
  idempotencyKey?: string
  signal?: AbortSignal | undefined
}

const timeoutMs = 15_000

/**
 * One request to Gavel, as whoever is signed in; its answer as the schema knows it.
 * @throws Problem when it is refused, Unreachable when there is no answer
 */
export async function ask<Schema extends z.ZodMiniType>(
  schema: Schema,
  path: string,
  asked: Asked = {},
): Promise<z.infer<Schema>> {
  const response = await sendSignedIn(path, asked)
  if (!response.ok) throw await problemIn(response)
  // Read your own write: the version is on its way, and the reader asks again.
  if (response.status === 202 && response.headers.get('content-type')?.startsWith('application/problem+json')) {
    throw await problemIn(response)
  }
  try {
    return schema.parse(response.status === 204 ? undefined : await response.json())
  } catch (cause) {
    // Cut off, or from somebody between us and Gavel.
    throw new Unreachable('no answer of Gavel', { cause })
  }
}

/** A token that has just run out is renewed, once. */
async function sendSignedIn(path: string, asked: Asked): Promise<Response> {
  const token = await tokenFor(asked)
  const response = await send(path, asked, token)
  if (response.status !== 401 || token === undefined) return response
  forgetAccessToken(token)
  const renewed = await accessToken()
  return renewed === undefined ? response : send(path, asked, renewed)
}

/** While accounts cannot be reached and nobody knows who is here, lots can still be looked at. */
async function tokenFor({ method = 'GET' }: Asked): Promise<string | undefined> {
  try {
    return await accessToken()
  } catch (error) {
    if (method === 'GET' && currentSession().kind === 'unknown') return undefined
    throw error
  }
}

async function send(path: string, asked: Asked, token: string | undefined): Promise<Response> {
  const { method = 'GET', body, idempotencyKey, signal } = asked
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    return await fetch(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new Unreachable('no answer', { cause })
  }
}
