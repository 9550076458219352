import { uuid } from '@gavel/event-contracts'
import type { Claim, EventStore } from '@gavel/event-store'
import { LRUCache } from 'lru-cache'
import type pg from 'pg'
import { z } from 'zod'

/**
 * The small integers by which people know things: drawn from a sequence (gaps are fine), each bound for ever to one
 * stream by a claim in the append that begins it.
 */
export type NumberRegister = {
  next(): Promise<number>
  /** For things that begin together: ascending, in one go. */
  nextOnes(count: number): Promise<readonly number[]>
  claim(number: number): Claim
  /** The stream id for a UUID or a number as written in a path; undefined when there is none. */
  resolve(reference: string): Promise<string | undefined>
}

const rememberedMax = 100_000
const numberSchema = z.int().positive().max(2_147_483_647)

/** `kind`: of the claims. `sequence`: a name of ours, never a user's. */
export function createNumberRegister(
  { pool, store }: { pool: pg.Pool; store: Pick<EventStore, 'claim'> },
  { kind, sequence }: { kind: string; sequence: string },
): NumberRegister {
  // A number is bound for ever, so what has been read once stays true.
  const known = new LRUCache<number, string>({ max: rememberedMax })
  const claimName = (number: number) => `${kind}:${number}`
  const draw = {
    name: `next-${kind}-numbers`,
    text: `select nextval('${sequence}')::integer as number from generate_series(1, $1)`,
  }

  async function nextOnes(count: number): Promise<readonly number[]> {
    const { rows } = await pool.query<{ number: number }>({ ...draw, values: [count] })
    return rows.map(({ number }) => numberSchema.parse(number)).toSorted((one, other) => one - other)
  }

  async function find(number: number): Promise<string | undefined> {
    const remembered = known.get(number)
    if (remembered !== undefined) return remembered
    const claim = await store.claim(claimName(number))
    if (claim !== undefined) known.set(number, claim.streamId)
    return claim?.streamId
  }

  return {
    async next() {
      const [number] = await nextOnes(1)
      return numberSchema.parse(number)
    },
    nextOnes,
    claim: (number) => ({ name: claimName(number), data: {} }),
    async resolve(reference) {
      if (uuid.safeParse(reference).success) return reference.toLowerCase()
      if (!/^[1-9][0-9]{0,9}$/.test(reference)) return undefined
      const number = numberSchema.safeParse(Number(reference))
      return number.success ? find(number.data) : undefined
    },
  }
}
