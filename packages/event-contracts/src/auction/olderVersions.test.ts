import { describe, expect, it } from '@jest/globals'
import { readAuctionFact } from './events.ts'
import { auctionViewFromWire, auctionViewToWire } from './viewMessages.ts'
import { auctionView } from './views.ts'

const lotId = '019aa000-0000-7000-8000-000000000001'
const bidId = '019aa000-0000-7000-8000-000000000002'
const bidder = { id: '019aa000-0000-7000-8000-000000000003', paddleNumber: 102 }
const seller = { id: '019aa000-0000-7000-8000-000000000004', username: 'alice', paddleNumber: 101 }
const at = '2026-11-21T10:00:00.000Z'

const listedV1 = {
  lotNumber: 7,
  seller,
  title: 'A gavel',
  description: 'Rosewood',
  category: null,
  images: [],
  currency: 'KRW',
  startingPrice: 1_000,
  buyNowPrice: 9_000,
  increments: [{ from: 0, step: 1 }],
  startsAt: at,
  endsAt: '2026-11-21T11:00:00.000Z',
}
const lotViewV1 = {
  ...listedV1,
  id: lotId,
  version: 2,
  price: 1_000,
  minimumBid: 1_000,
  status: 'active',
  outcome: null,
  bidCount: 0,
  leader: null,
  createdAt: at,
  updatedAt: at,
}

describe('what was written before reserves, proxies and soft close', () => {
  it('is a listing without them', () => {
    expect(readAuctionFact('auction.listed', 1, listedV1).data).toEqual({
      ...listedV1,
      reservePrice: null,
      buyNowPolicy: 'until_price_reached',
      softClose: null,
    })
  })

  it('is an exact bid that leads', () => {
    const bid = { bidId, bidder, type: 'exact', amount: 1_500, price: 1_500 }
    expect(readAuctionFact('bid.placed', 1, bid).data).toEqual({ ...bid, maximum: 1_500, leads: true, auto: false })
  })

  it.each([
    ['sold', { outcome: 'sold', winner: bidder, bidId, price: 1_500 }],
    ['unsold', { outcome: 'no_bids' }],
  ])('is a lot that closed %s', (_, data) => {
    expect(readAuctionFact('auction.closed', 1, data).data).toEqual(data)
  })

  it('is a view of a lot, and of a bid', () => {
    const bidViewV1 = {
      id: bidId,
      auctionId: lotId,
      lotNumber: 7,
      version: 3,
      bidder: { ...bidder, alias: 1 },
      type: 'exact',
      amount: 1_500,
      at,
    }
    expect(readV1('lot.view', lotViewV1).data).toMatchObject({ status: 'active', buyNowAvailable: true, extensions: 0 })
    expect(readV1('bid.view', bidViewV1).data).toMatchObject({ maximum: 1_500, leads: true, retractedVersion: null })
  })
})

/** As a message of the topic: today's headers with version 1 in them. */
function readV1(type: 'lot.view' | 'bid.view', data: unknown) {
  const metadata = { actor: 'service:projector', correlationId: 'c-1' }
  const template = auctionViewToWire({
    ...auctionView.parse({ type: 'bid.view', data: { ...anyBid, id: bidId } }),
    metadata,
  })
  const headers = { ...template.headers, ce_type: type, ce_schemaversion: '1' }
  return auctionViewFromWire({ ...template, headers, value: Buffer.from(JSON.stringify(data)) })
}

const anyBid = {
  auctionId: lotId,
  lotNumber: 7,
  version: 3,
  bidder: { ...bidder, alias: 1 },
  type: 'exact',
  amount: 1_500,
  maximum: 1_500,
  leads: true,
  auto: false,
  at,
  retractedVersion: null,
}
