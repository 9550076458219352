import { randomUUID } from 'node:crypto'
import {
  type AuctionEvent,
  type AuctionFact,
  auctionFactVersions,
  storedEventToWire,
  type Terms,
  topicNames,
  type WireMessage,
} from '@gavel/event-contracts'

const epochMs = Date.parse('2026-11-21T10:00:00.000Z')
/** Instants of the tests: seconds after a fixed one. */
export const atSecond = (second: number): string => new Date(epochMs + second * 1_000).toISOString()
export const msAtSecond = (second: number): number => epochMs + second * 1_000

const bidder = { id: '00000000-0000-7000-8000-000000000001', paddleNumber: 7 }
const seller = { id: '00000000-0000-7000-8000-000000000002', username: 'sally', paddleNumber: 99 }

const terms = (times: { startsAt: string; endsAt: string }): Terms => ({
  title: 'A clock',
  description: 'It ticks',
  category: null,
  images: [],
  currency: 'KRW',
  startingPrice: 1_000,
  reservePrice: null,
  buyNowPrice: 50_000,
  buyNowPolicy: 'until_price_reached',
  increments: [{ from: 1, step: 100 }],
  ...times,
  softClose: null,
})

/** A lot and the events that can happen to it; the caller says at which version. */
export function lot({ startsAt = atSecond(0), endsAt = atSecond(60) } = {}) {
  const auctionId = randomUUID()
  const [bidId, saleId] = [randomUUID(), randomUUID()]
  const event = (version: number, fact: AuctionFact): AuctionEvent => ({
    ...fact,
    id: randomUUID(),
    auctionId,
    version,
    occurredAt: atSecond(version),
    metadata: { actor: 'service:test', correlationId: `request-${version}` },
  })
  return {
    auctionId,
    listed: event(1, { type: 'auction.listed', data: { lotNumber: 7, seller, ...terms({ startsAt, endsAt }) } }),
    revised: (version: number, times: { startsAt?: string; endsAt?: string } = {}) =>
      event(version, { type: 'auction.revised', data: terms({ startsAt, endsAt, ...times }) }),
    opened: (version: number) => event(version, { type: 'auction.opened', data: {} }),
    bid: (version: number) =>
      event(version, {
        type: 'bid.placed',
        data: {
          bidId,
          bidder,
          type: 'exact',
          amount: 1_000,
          maximum: 1_000,
          price: 1_000,
          leads: true,
          auto: false,
        },
      }),
    retracted: (version: number) =>
      event(version, {
        type: 'bid.retracted',
        data: { bidIds: [bidId], bidder, by: 'bidder', reason: 'A slip', price: null, leader: null },
      }),
    extended: (version: number, movedEndsAt: string) =>
      event(version, { type: 'auction.extended', data: { endsAt: movedEndsAt, bidId, extensions: 1 } }),
    boughtNow: (version: number) =>
      event(version, { type: 'auction.bought_now', data: { bidId, buyer: bidder, price: 50_000, via: 'button' } }),
    closed: (version: number) => event(version, { type: 'auction.closed', data: { outcome: 'no_bids' } }),
    cancelled: (version: number) => event(version, { type: 'auction.cancelled', data: { by: 'seller', reason: null } }),
    sold: (version: number) =>
      event(version, {
        type: 'auction.sold',
        data: { saleId, via: 'hammer', lotNumber: 7, seller, buyer: bidder, price: 1_000, currency: 'KRW' },
      }),
    saleFailed: (version: number) =>
      event(version, { type: 'sale.failed', data: { saleId, reason: 'declined', by: 'buyer' } }),
    /** Made to the bidder, of this lot. */
    offer: (expiresAt: string) => {
      const offerId = randomUUID()
      return {
        offerId,
        made: (version: number) =>
          event(version, {
            type: 'offer.made',
            data: { offerId, kind: 'second_chance', to: bidder, price: 900, expiresAt },
          }),
        accepted: (version: number) => event(version, { type: 'offer.accepted', data: { offerId } }),
        lapsed: (version: number) => event(version, { type: 'offer.lapsed', data: { offerId, reason: 'declined' } }),
      }
    },
  }
}

export const toWire = (event: AuctionEvent): WireMessage =>
  storedEventToWire({
    topic: topicNames.auctionEvents,
    eventId: event.id,
    streamId: event.auctionId,
    version: event.version,
    type: event.type,
    schemaVersion: auctionFactVersions[event.type].current,
    occurredAt: event.occurredAt,
    dataJson: JSON.stringify(event.data),
    metadata: event.metadata,
  })
