import type { AuctionFact, Bidder, FactData, SoftClose } from '@gavel/event-contracts'
import { type Auction, evolve, type Lot, noAuction } from './auction.ts'
import { type BidAnswer, type PlaceBid, placeBid } from './placeBid.ts'
import type { Verdict } from './verdict.ts'

const id = (n: number): string => `019aa000-0000-7000-8000-${String(n).padStart(12, '0')}`

export const alice = { id: id(101), username: 'alice', paddleNumber: 101 }
export const bob: Bidder = { id: id(102), paddleNumber: 102 }
export const carol: Bidder = { id: id(103), paddleNumber: 103 }
export const dave: Bidder = { id: id(104), paddleNumber: 104 }

export const startsAt = '2026-11-21T10:00:00.000Z'
export const endsAt = '2026-11-21T11:00:00.000Z'
export const startMs = Date.parse(startsAt)
export const endMs = Date.parse(endsAt)
export const duringMs = startMs + 60_000

export const listed = (changes: Partial<FactData<'auction.listed'>> = {}): AuctionFact => ({
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
    reservePrice: null,
    buyNowPrice: null,
    buyNowPolicy: 'until_price_reached',
    increments: [{ from: 0, step: 1 }],
    startsAt,
    endsAt,
    softClose: null,
    ...changes,
  },
})

export const opened: AuctionFact = { type: 'auction.opened', data: {} }

export const bidId = (n: number): string => id(1_000 + n)

/** An exact bid that leads. */
export const bid = (bidder: Bidder, amount: number, n = 1): AuctionFact => ({
  type: 'bid.placed',
  data: {
    bidId: bidId(n),
    bidder,
    type: 'exact',
    amount,
    maximum: amount,
    price: amount,
    leads: true,
    auto: false,
  },
})

/** What a house does that nobody told otherwise. */
export const usualSoftClose: SoftClose = {
  windowSec: 120,
  extendSec: 120,
  mode: 'reset_from_bid',
  trigger: 'any_accepted',
  maxExtensions: null,
  hardEndAt: null,
}

/** The state after facts that all happened at the start. */
export const given = (...facts: readonly AuctionFact[]): Auction =>
  facts.reduce((auction, fact) => evolve(auction, fact, startMs), noAuction)

/** A lot that is open. */
export function openLot(changes: Partial<FactData<'auction.listed'>> = {}): Lot {
  const lot = given(listed(changes), opened)
  if (lot === null) throw new Error('a listed lot is there')
  return lot
}

export const nobody: ReadonlySet<number> = new Set()

let bidsPlaced = 0

/** A command that no other is like. */
export function command(changes: Partial<PlaceBid> = {}): PlaceBid {
  bidsPlaced += 1
  return {
    bidId: bidId(10_000 + 2 * bidsPlaced),
    answerId: bidId(10_001 + 2 * bidsPlaced),
    bidder: bob,
    type: 'exact',
    amount: 1_000,
    currency: null,
    confirm: true,
    ...changes,
  }
}

export type Played = { lot: Auction; answers: readonly BidAnswer[]; commands: readonly PlaceBid[] }

/** Bids one after the other, each of which must be accepted. */
export function play(
  auction: Auction,
  bids: readonly (readonly [Bidder, PlaceBid['type'], number])[],
  nowMs = duringMs,
): Played {
  let lot = auction
  const answers: BidAnswer[] = []
  const commands: PlaceBid[] = []
  for (const [bidder, type, amount] of bids) {
    const placed = command({ bidder, type, amount })
    const verdict = placeBid(lot, placed, nowMs, nobody)
    lot = then(lot, verdict, nowMs)
    if (verdict.accepted) answers.push(verdict.answer)
    commands.push(placed)
  }
  return { lot, answers, commands }
}

/** The state after what a verdict decided. */
export function then<Answer, Reason>(auction: Auction, verdict: Verdict<Answer, Reason>, atMs = duringMs): Auction {
  if (!verdict.accepted) throw new Error(`refused: ${JSON.stringify(verdict.refusal)}`)
  return verdict.facts.reduce((lot, fact) => evolve(lot, fact, atMs), auction)
}

export const typesOf = <Answer, Reason>(verdict: Verdict<Answer, Reason>): readonly string[] =>
  verdict.accepted ? verdict.facts.map(({ type }) => type) : ['refused']
