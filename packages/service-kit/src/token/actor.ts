export type Role = 'bidder' | 'administrator'

/** Who is asking. `id` is a UUID, `paddleNumber` a positive integer that people say and type. */
export type Actor = { id: string; username: string; paddleNumber: number; roles: readonly Role[] }
