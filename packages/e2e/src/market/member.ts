import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Gavel } from '../gavel.ts'
import { type Answer, send } from '../http.ts'

const session = z.object({
  user: z.object({ id: z.uuid(), username: z.string(), paddleNumber: z.int().positive() }),
  accessToken: z.string(),
  accessTokenExpiresAt: z.iso.datetime(),
  refreshToken: z.string(),
})
export type Session = z.output<typeof session>

export const password = 'three rusty anvils'

/** An address that nobody has used before. */
export const newAddress = (name: string): string => `${name}.${randomUUID()}@gavel.example`

export const sessionIn = (answer: Answer): Session => session.parse(answer.body)

/** Somebody with an account of his own, and no token but what the service gave him. */
export type SignedUp = {
  email: string
  session: Session
  /** `path` begins behind the address of web. */
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, json?: unknown): Promise<Answer>
}

export async function signUp(gavel: Gavel, name: string): Promise<SignedUp> {
  const email = newAddress(name)
  const answer = await send(`${gavel.webUrl}/v1/auth/signup`, { json: { email, username: name, password } })
  if (answer.status !== 201) throw new Error(`signing up answered ${answer.status}: ${answer.text}`)
  const session = sessionIn(answer)
  return {
    email,
    session,
    call: (method, path, json) =>
      send(`${gavel.webUrl}${path}`, {
        method,
        token: session.accessToken,
        ...(json === undefined ? {} : { json }),
      }),
  }
}
