import { lotNumber, uuid } from '@gavel/event-contracts'
import type { Claim, EventStore } from '@gavel/event-store'
import { LRUCache } from 'lru-cache'
import type pg from 'pg'

/** Lot numbers: drawn from a sequence (gaps are fine), bound to their lot by a claim in the append that lists it. */
export type LotRegister = {
  next(): Promise<number>
  claim(lotNumber: number): Claim
  /** The lot's stream id for a UUID or a lot number as written in a path; undefined when there is none. */
  resolve(reference: string): Promise<string | undefined>
}

const rememberedMax = 100_000

export function createLotRegister(pool: pg.Pool, store: EventStore): LotRegister {
  // A number is bound for ever, so what has been read once stays true.
  const known = new LRUCache<number, string>({ max: rememberedMax })
  const claimName = (number: number) => `lot:${number}`

  async function find(number: number): Promise<string | undefined> {
    const remembered = known.get(number)
    if (remembered !== undefined) return remembered
    const claim = await store.claim(claimName(number))
    if (claim !== undefined) known.set(number, claim.streamId)
    return claim?.streamId
  }

  return {
    async next() {
      const { rows } = await pool.query<{ number: number }>(`select nextval('lot_numbers')::integer as number`)
      return lotNumber.parse(rows[0]?.number)
    },
    claim: (number) => ({ name: claimName(number), data: {} }),
    async resolve(reference) {
      if (uuid.safeParse(reference).success) return reference.toLowerCase()
      if (!/^[1-9][0-9]{0,9}$/.test(reference)) return undefined
      const number = lotNumber.safeParse(Number(reference))
      return number.success ? find(number.data) : undefined
    },
  }
}
