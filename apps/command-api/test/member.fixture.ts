import { randomUUIDv7 } from 'node:crypto'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, migrate } from '@gavel/database'
import { paddleHolder } from '@gavel/event-contracts'
import { createEventStore, type EventStore } from '@gavel/event-store'
import { createScope } from '@gavel/local-stack'
import {
  correlation,
  createLogger,
  createTokenVerifier,
  developmentAudience,
  developmentIssuer,
  developmentJwks,
  jsonBody,
  notFoundHandler,
  problemHandler,
  signDevelopmentToken,
} from '@gavel/service-kit'
import express from 'express'
import { type BlockLists, createBlockLists } from '../src/member/blockLists.ts'
import { createMemberHouse, type MemberHouse } from '../src/member/memberHouse.ts'
import { memberRoutes } from '../src/member/routes.ts'

export const lots = [
  { id: '019aa000-0000-7000-8000-00000000a001', lotNumber: '7' },
  { id: '019aa000-0000-7000-8000-00000000a002', lotNumber: '8' },
]

export type MemberInstance = { app: express.Express; members: MemberHouse; blockLists: BlockLists }

export type MemberFixture = {
  store: EventStore
  /** One more instance on the same database. `readMs`: how much later than it was read a block list arrives. */
  another(options?: { leaseMs?: number; readMs?: () => number }): MemberInstance
  stop(): Promise<void>
}

/** What members keep for themselves on a PostgreSQL of its own, with a register of two lots. */
export async function startMemberFixture(): Promise<MemberFixture> {
  const scope = await createScope()
  const logger = createLogger({ service: 'command-api', level: 'silent', pretty: false })
  const newPool = () =>
    createPool({ connectionString: scope.databaseUrl('command'), schema: 'command', applicationName: 'test', max: 6 })
  const pool = newPool()
  await migrate(pool, { directory: resolve(import.meta.dirname, '../prisma/migrations') })
  const stops: (() => Promise<void>)[] = []

  return {
    store: createEventStore(pool),
    another({ leaseMs = 50, readMs } = {}) {
      const own = newPool()
      const members = createMemberHouse({ store: createEventStore(own), now: Date.now, newId: randomUUIDv7 })
      const blockLists = createBlockLists({
        leaseMs,
        load: async (sellerId) => {
          const blocked = await members.blockedBy(sellerId)
          if (readMs !== undefined) await sleep(readMs())
          return blocked
        },
      })
      const verifier = createTokenVerifier({
        jwks: developmentJwks,
        issuer: developmentIssuer,
        audience: developmentAudience,
        production: false,
      })
      const lotExists = async (reference: string) =>
        lots.find(({ id, lotNumber }) => id === reference || lotNumber === reference)?.id
      const app = express()
      app.use(correlation(), jsonBody(), memberRoutes({ members, blockLists, verifier, lotExists }))
      app.use(notFoundHandler(), problemHandler(logger))
      stops.push(async () => {
        await members.stop()
        await own.end()
      })
      return { app, members, blockLists }
    },
    async stop() {
      await Promise.all(stops.map((stop) => stop()))
      await pool.end()
      await scope.drop()
    },
  }
}

/** Whoever holds the paddle, and his Authorization header. */
export async function member(paddleNumber: number): Promise<{ id: string; token: string }> {
  const { id } = paddleHolder(paddleNumber)
  const actor = { id, username: `paddle ${paddleNumber}`, paddleNumber, roles: ['bidder' as const] }
  return { id, token: `Bearer ${await signDevelopmentToken(actor)}` }
}
