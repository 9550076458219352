import type { Claim, EventStore } from '@gavel/event-store'

/** Names, each bound for ever to one stream by a claim in the append that gives it. */
export type Names = {
  claim(name: string): Claim
  /** The stream's id; undefined when there is none of this name. */
  resolve(name: string): Promise<string | undefined>
  isOneOfThem(claim: Pick<Claim, 'name'>): boolean
}

const namesOf = (kind: string, store: Pick<EventStore, 'claim'>): Names => ({
  claim: (name) => ({ name: `${kind}:${name}`, data: {} }),
  resolve: async (name) => (await store.claim(`${kind}:${name}`))?.streamId,
  isOneOfThem: ({ name }) => name.startsWith(`${kind}:`),
})

/** Of categories. */
export const createCategoryCodes = (store: Pick<EventStore, 'claim'>): Names => namesOf('category', store)

/** Of the SKUs of a product, each as `skuCodeOf` says. */
export const createSkuCodes = (store: Pick<EventStore, 'claim'>): Names => namesOf('sku-code', store)

export const skuCodeOf = (productId: string, code: string): string => `${productId}:${code}`
