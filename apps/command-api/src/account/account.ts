import type { Actor, Role } from '@gavel/service-kit'

/** Somebody who can sign in. */
export type Account = {
  id: string
  paddleNumber: number
  /** Lower case. */
  email: string
  username: string
  passwordHash: string
  roles: readonly Role[]
  /** Refresh tokens of another epoch count for nothing. */
  sessionEpoch: number
}

export const actorFor = ({ id, username, paddleNumber, roles }: Account): Actor => ({
  id,
  username,
  paddleNumber,
  roles: [...roles],
})
