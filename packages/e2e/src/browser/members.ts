import { randomUUID } from 'node:crypto'
import type { BrowserContext } from 'playwright-core'
import { z } from 'zod'
import type { Visitor } from './visitor.ts'

const answer = z.object({
  user: z.object({ id: z.uuid(), username: z.string(), paddleNumber: z.int() }),
  accessToken: z.string(),
})

export const password = 'three rusty anvils'
export const newAddress = (): string => `${randomUUID()}@gavel.example`

/** Who he is, and what he may be known by to the API. */
export type Member = { id: string; username: string; email: string; token: string }

/** Has an account and a session from now on, as if he had signed up on an earlier day: his cookie tells, no page is open. */
export async function becomeMember({ context }: Visitor, username: string): Promise<Member> {
  const email = newAddress()
  const { user, accessToken } = await enter(context, 'signup', { email, username, password })
  return { id: user.id, username, email, token: accessToken }
}

/** On another browser, as `becomeMember`. */
export async function signIn({ context }: Visitor, { email }: Member): Promise<void> {
  await enter(context, 'signin', { email, password })
}

async function enter(context: BrowserContext, way: 'signup' | 'signin', data: Record<string, string>) {
  const response = await context.request.post(`/v1/auth/session/${way}`, {
    headers: { 'X-Gavel-Session': 'page' },
    data,
  })
  if (!response.ok()) throw new Error(`${way} answered ${response.status()}: ${await response.text()}`)
  return answer.parse(await response.json())
}
