/** Things of the shop to try orders on. Prices in minor units, for one. */
export type SampleProduct = {
  /** Names it in its Idempotency-Key, too. */
  name: string
  skus: readonly { code: string; price: number; currency: string; stock: number }[]
}

/** Plenty of most, and of one so little that it can be sold out by hand. */
export const sampleProducts: readonly SampleProduct[] = [
  {
    name: "Auctioneer's gavel with block",
    skus: [
      { code: 'oak', price: 39_000, currency: 'KRW', stock: 10_000 },
      { code: 'rosewood', price: 89_000, currency: 'KRW', stock: 3 },
    ],
  },
  {
    name: 'Padded case for a camera',
    skus: [
      { code: 'small', price: 24_000, currency: 'KRW', stock: 1_000 },
      { code: 'large', price: 32_000, currency: 'KRW', stock: 1_000 },
    ],
  },
]
