import { randomUUID } from 'node:crypto'
import { type AuctionEvent, type AuctionFact, auctionEventToWire, type WireMessage } from '@gavel/event-contracts'

const epochMs = Date.parse('2026-11-21T10:00:00.000Z')
/** Instants of the tests: seconds after a fixed one. */
export const atSecond = (second: number): string => new Date(epochMs + second * 1_000).toISOString()
export const msAtSecond = (second: number): number => epochMs + second * 1_000

const bidder = { id: '00000000-0000-7000-8000-000000000001', paddleNumber: 7 }

/** A lot and the events that can happen to it; the caller says at which version. */
export function lot({ startsAt = atSecond(0), endsAt = atSecond(60) } = {}) {
  const auctionId = randomUUID()
  const event = (version: number, fact: AuctionFact): AuctionEvent => ({
    ...fact,
    id: randomUUID(),
    auctionId,
    version,
    occurredAt: atSecond(version),
    metadata: { actor: 'service:test', correlationId: `request-${version}` },
  })
  const listing = (version: number, times: { startsAt: string; endsAt: string }) =>
    event(version, {
      type: 'auction.listed',
      data: {
        lotNumber: 7,
        seller: { id: randomUUID(), username: 'sally', paddleNumber: 99 },
        title: 'A clock',
        description: 'It ticks',
        category: null,
        images: [],
        currency: 'KRW',
        startingPrice: 1_000,
        buyNowPrice: 50_000,
        increments: [{ from: 1, step: 100 }],
        ...times,
      },
    })
  return {
    auctionId,
    listed: listing(1, { startsAt, endsAt }),
    /** The times again at a later version: what any event that moves the end comes down to. */
    relisted: (version: number, movedEndsAt: string) => listing(version, { startsAt, endsAt: movedEndsAt }),
    opened: (version: number) => event(version, { type: 'auction.opened', data: {} }),
    bid: (version: number) =>
      event(version, {
        type: 'bid.placed',
        data: { bidId: randomUUID(), bidder, type: 'exact', amount: 1_000, price: 1_000 },
      }),
    boughtNow: (version: number) =>
      event(version, {
        type: 'auction.bought_now',
        data: { bidId: randomUUID(), buyer: bidder, price: 50_000, via: 'button' },
      }),
    closed: (version: number) => event(version, { type: 'auction.closed', data: { outcome: 'no_bids' } }),
  }
}

export const toWire = (event: AuctionEvent): WireMessage =>
  auctionEventToWire({
    eventId: event.id,
    streamId: event.auctionId,
    version: event.version,
    type: event.type,
    schemaVersion: 1,
    occurredAt: event.occurredAt,
    dataJson: JSON.stringify(event.data),
    metadata: event.metadata,
  })
