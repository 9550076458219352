import { randomUUID } from 'node:crypto'
import type { AuctionEvent, AuctionFact, Bidder, FactData } from '@gavel/event-contracts'

type Listing = FactData<'auction.listed'>
type Retracted = FactData<'bid.retracted'>

export type AuctionLog = {
  auctionId: string
  events: AuctionEvent[]
  listed(changes?: Partial<Listing>): AuctionEvent
  opened(): AuctionEvent
  /** Any fact at all. */
  add(fact: AuctionFact): AuctionEvent
  /** An exact bid that leads, unless told otherwise. */
  bid(bidder: Bidder, amount: number, changes?: Partial<FactData<'bid.placed'>>): AuctionEvent
  boughtNow(buyer: Bidder, price: number): AuctionEvent
  sold(winner: Bidder, bidId: string, price: number): AuctionEvent
  /** What is retracted is named by the events that placed it; by its bidder, unless told otherwise. */
  retracted(placed: readonly AuctionEvent[], after: Pick<Retracted, 'price' | 'leader'>): AuctionEvent
  closedWithoutBids(): AuctionEvent
}

/** Bidder `number` has the same id in each log and paddle 100 + number. */
export const bidder = (number: number): Bidder => ({
  id: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  paddleNumber: 100 + number,
})

const epochMs = Date.parse('2026-11-21T10:00:00.000Z')
export const atSecond = (second: number): string => new Date(epochMs + second * 1_000).toISOString()

export const defaultListing: Listing = {
  lotNumber: 7,
  seller: { id: randomUUID(), username: 'sally', paddleNumber: 99 },
  title: 'A clock',
  description: 'It ticks',
  category: 'clocks',
  images: ['https://images.example/clock.jpg'],
  currency: 'KRW',
  startingPrice: 1_000,
  reservePrice: null,
  buyNowPrice: 50_000,
  buyNowPolicy: 'until_price_reached',
  increments: [
    { from: 1, step: 100 },
    { from: 5_000, step: 500 },
  ],
  startsAt: atSecond(0),
  endsAt: atSecond(3_600),
  softClose: null,
}

/** The bid that the event placed. */
export function placedBy(event: AuctionEvent | undefined): FactData<'bid.placed'> {
  if (event?.type !== 'bid.placed') throw new Error(`${event?.type} places no bid`)
  return event.data
}

/** A lot's log as command-api would write it: versions 1, 2, 3 …, event n happened at second n. */
export function auctionLog(lotNumber = 7): AuctionLog {
  const auctionId = randomUUID()
  const events: AuctionEvent[] = []
  const add = (fact: AuctionFact): AuctionEvent => {
    const version = events.length + 1
    const event: AuctionEvent = {
      ...fact,
      id: randomUUID(),
      auctionId,
      version,
      occurredAt: atSecond(version),
      metadata: { actor: 'service:test', correlationId: `request-${version}` },
    }
    events.push(event)
    return event
  }
  return {
    auctionId,
    events,
    listed: (changes = {}) => add({ type: 'auction.listed', data: { ...defaultListing, lotNumber, ...changes } }),
    opened: () => add({ type: 'auction.opened', data: {} }),
    add,
    bid: (by, amount, changes = {}) =>
      add({
        type: 'bid.placed',
        data: {
          bidId: randomUUID(),
          bidder: by,
          type: 'exact',
          amount,
          maximum: amount,
          price: amount,
          leads: true,
          auto: false,
          ...changes,
        },
      }),
    boughtNow: (buyer, price) =>
      add({ type: 'auction.bought_now', data: { bidId: randomUUID(), buyer, price, via: 'button' } }),
    sold: (winner, bidId, price) => add({ type: 'auction.closed', data: { outcome: 'sold', winner, bidId, price } }),
    retracted: (placed, after) => {
      const bids = placed.map(placedBy)
      const own = bids.find(({ auto }) => !auto)
      if (own === undefined) throw new Error('nobody retracts what the house has answered')
      const bidIds = bids.map(({ bidId }) => bidId)
      const data = { bidIds, bidder: own.bidder, by: 'bidder' as const, reason: 'mistyped', ...after }
      return add({ type: 'bid.retracted', data })
    },
    closedWithoutBids: () => add({ type: 'auction.closed', data: { outcome: 'no_bids' } }),
  }
}

/** A lot with `bidCount` bids by `bidderCount` people in turn, and its end. */
export function liveLog(lotNumber: number, bidCount: number, bidderCount: number): AuctionLog {
  const log = auctionLog(lotNumber)
  log.listed({ buyNowPrice: null })
  log.opened()
  for (let index = 0; index < bidCount; index += 1) log.bid(bidder(index % bidderCount), 1_000 + index * 1_000)
  return log
}
