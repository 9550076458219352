import { z } from 'zod'
import type { Actor } from './actor.ts'

/** RFC 9068: what says "this is an access token", so that no other signed thing of ours can be used as one. */
export const tokenType = 'at+jwt'

const claims = z.object({
  sub: z.uuid(),
  username: z
    .string()
    .min(1)
    .max(100)
    // What PostgreSQL cannot keep as jsonb would fail much later.
    .refine((name) => name.isWellFormed() && !name.includes('\u0000')),
  paddle_number: z.number().int().positive().max(2_147_483_647),
  roles: z.array(z.enum(['bidder', 'administrator'])).max(10),
  exp: z.number().int().positive(),
})

export type VerifiedToken = { actor: Actor; expiresAtSec: number }

export const claimsOf = ({ username, paddleNumber, roles }: Actor) => ({ username, paddle_number: paddleNumber, roles })

/** @throws ZodError when a claim is missing or of another kind. */
export function verifiedToken(payload: unknown): VerifiedToken {
  const { sub, username, paddle_number, roles, exp } = claims.parse(payload)
  return { actor: { id: sub, username, paddleNumber: paddle_number, roles }, expiresAtSec: exp }
}
