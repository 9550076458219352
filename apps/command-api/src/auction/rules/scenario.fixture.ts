import type { AuctionFact, Bidder } from '@gavel/event-contracts'
import { type Auction, evolve, noAuction } from './auction.ts'
import type { Verdict } from './verdict.ts'

const id = (n: number): string => `019aa000-0000-7000-8000-${String(n).padStart(12, '0')}`

export const alice = { id: id(101), username: 'alice', paddleNumber: 101 }
export const bob: Bidder = { id: id(102), paddleNumber: 102 }
export const carol: Bidder = { id: id(103), paddleNumber: 103 }

export const startsAt = '2026-11-21T10:00:00.000Z'
export const endsAt = '2026-11-21T11:00:00.000Z'
export const startMs = Date.parse(startsAt)
export const endMs = Date.parse(endsAt)
export const duringMs = startMs + 60_000

type Listed = Extract<AuctionFact, { type: 'auction.listed' }>['data']

export const listed = (changes: Partial<Listed> = {}): AuctionFact => ({
  type: 'auction.listed',
  data: {
    lotNumber: 7,
    seller: alice,
    title: 'A gavel',
    description: 'Rosewood',
    category: null,
    images: [],
    currency: 'KRW',
    startingPrice: 1_000,
    buyNowPrice: null,
    increments: [{ from: 0, step: 1 }],
    startsAt,
    endsAt,
    ...changes,
  },
})

export const opened: AuctionFact = { type: 'auction.opened', data: {} }

export const bidId = (n: number): string => id(1_000 + n)

export const bid = (bidder: Bidder, amount: number, n = 1): AuctionFact => ({
  type: 'bid.placed',
  data: { bidId: bidId(n), bidder, type: 'exact', amount, price: amount },
})

export const given = (...facts: readonly AuctionFact[]): Auction => facts.reduce(evolve, noAuction)

/** The state after what a verdict decided. */
export function then<Answer, Reason>(auction: Auction, verdict: Verdict<Answer, Reason>): Auction {
  if (!verdict.accepted) throw new Error(`refused: ${JSON.stringify(verdict.refusal)}`)
  return verdict.facts.reduce(evolve, auction)
}

export const typesOf = <Answer, Reason>(verdict: Verdict<Answer, Reason>): readonly string[] =>
  verdict.accepted ? verdict.facts.map(({ type }) => type) : ['refused']
