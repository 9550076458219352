import { paddleHolder } from '@gavel/event-contracts'
import type { Role } from '@gavel/service-kit'
import type pg from 'pg'
import { z } from 'zod'
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts'
import type { Account } from './account.ts'

export type NewAccount = Pick<Account, 'email' | 'username' | 'passwordHash'> & { roles: readonly Role[] }

export type AccountStore = {
  /** Undefined when the address has an account already. */
  create(account: NewAccount): Promise<Account | undefined>
  byEmail(email: string): Promise<Account | undefined>
  byId(id: string): Promise<Account | undefined>
  /** Ends every session: no refresh token from before counts any more. */
  endSessions(id: string): Promise<void>
  /** Also ends every session. Undefined when the hash is not `before` any more. */
  changePassword(id: string, before: string, passwordHash: string): Promise<Account | undefined>
  /** The same password, hashed anew. */
  rehash(id: string, before: string, passwordHash: string): Promise<void>
  grant(id: string, role: Role): Promise<void>
}

const account = z.object({
  id: z.string(),
  paddleNumber: z.int(),
  email: z.string(),
  username: z.string(),
  passwordHash: z.string(),
  roles: z.array(z.enum(['bidder', 'administrator'])),
  sessionEpoch: z.int(),
})

const isTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'

const nextPaddle = `select nextval('paddle_numbers')::integer as number`

export function createAccountStore(prisma: PrismaClient, pool: pg.Pool): AccountStore {
  const { user } = prisma
  const read = (row: unknown): Account | undefined => (row === null ? undefined : account.parse(row))

  return {
    async create({ email, username, passwordHash, roles }) {
      const { rows } = await pool.query<{ number: number }>(nextPaddle)
      // The holder of a paddle is one and the same person on every route, also on those that name him by it.
      const { id, paddleNumber } = paddleHolder(z.int().parse(rows[0]?.number))
      const data = { id, paddleNumber, email, username, passwordHash, roles: [...roles] }
      try {
        return account.parse(await user.create({ data }))
      } catch (error) {
        if (isTaken(error)) return undefined
        throw error
      }
    },
    byEmail: async (email) => read(await user.findUnique({ where: { email } })),
    byId: async (id) => read(await user.findUnique({ where: { id } })),
    async endSessions(id) {
      await user.updateMany({ where: { id }, data: { sessionEpoch: { increment: 1 } } })
    },
    async changePassword(id, before, passwordHash) {
      const [changed] = await user.updateManyAndReturn({
        where: { id, passwordHash: before },
        data: { passwordHash, passwordChangedAt: new Date(), sessionEpoch: { increment: 1 } },
      })
      return read(changed ?? null)
    },
    async rehash(id, before, passwordHash) {
      await user.updateMany({ where: { id, passwordHash: before }, data: { passwordHash } })
    },
    async grant(id, role) {
      await user.updateMany({ where: { id, NOT: { roles: { has: role } } }, data: { roles: { push: role } } })
    },
  }
}
