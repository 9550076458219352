import { uuid } from '@gavel/event-contracts'
import type { Claim, EventStore } from '@gavel/event-store'

/** Which lot an offer is of: its id is bound to the lot's stream by a claim in the append that makes it. */
export type OfferRegister = {
  claim(offerId: string): Claim
  /** The lot's stream id; undefined when there is no such offer. */
  lotOf(offerId: string): Promise<string | undefined>
}

export function createOfferRegister(store: Pick<EventStore, 'claim'>): OfferRegister {
  const nameOf = (offerId: string) => `offer:${offerId.toLowerCase()}`
  return {
    claim: (offerId) => ({ name: nameOf(offerId), data: {} }),
    async lotOf(offerId) {
      if (!uuid.safeParse(offerId).success) return undefined
      return (await store.claim(nameOf(offerId)))?.streamId
    },
  }
}
