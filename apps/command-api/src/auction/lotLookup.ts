import { Problem } from '@gavel/service-kit'
import { accept } from '../rules/verdict.ts'
import type { AuctionHouse } from './auctionHouse.ts'
import type { LotRegister } from './lotRegister.ts'
import { problemDialect } from './problems.ts'
import { noSuchLot } from './rules/verdict.ts'

/** Finds the id of a lot by what stands in a path; undefined when there is no such lot. */
export type LotLookup = (reference: string) => Promise<string | undefined>

/** A lot number is known by its claim alone; an id may be anybody's guess, so its stream is asked. */
export function createLotLookup(register: LotRegister, house: Pick<AuctionHouse, 'execute'>): LotLookup {
  return async (reference) => {
    const auctionId = await register.resolve(reference)
    if (auctionId === undefined) return undefined
    const outcome = await house.execute(auctionId, (lot) => (lot === null ? noSuchLot : accept([], null)), {
      metadata: { actor: 'service:command-api', correlationId: auctionId },
    })
    switch (outcome.kind) {
      case 'accepted':
        return auctionId
      case 'refused':
        return undefined
      case 'retry_later':
        throw problemDialect.retryLater(outcome.retryAfterMs)
      default:
        throw new Problem('unavailable')
    }
  }
}
