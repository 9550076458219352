import type { Claim, EventStore } from '@gavel/event-store'

/** Codes, each bound for ever to one category's stream by a claim in the append that adds it. */
export type CategoryCodes = {
  claim(code: string): Claim
  /** The category's stream id; undefined when there is none with this code. */
  resolve(code: string): Promise<string | undefined>
}

const kind = 'category:'

export const createCategoryCodes = (store: Pick<EventStore, 'claim'>): CategoryCodes => ({
  claim: (code) => ({ name: `${kind}${code}`, data: {} }),
  resolve: async (code) => (await store.claim(`${kind}${code}`))?.streamId,
})

export const isCodeClaim = ({ name }: Pick<Claim, 'name'>): boolean => name.startsWith(kind)
