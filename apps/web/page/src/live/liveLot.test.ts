import { describe, expect, it } from '@jest/globals'
import { type LiveLot, withEvent } from './liveLot.ts'

const lot = {
  id: 'lot',
  lotNumber: 1001,
  title: 'A gavel',
  description: '',
  category: null,
  images: [],
  currency: 'KRW',
  startingPrice: 100,
  price: 100,
  minimumBid: 100,
  hasReserve: false,
  reserveMet: true,
  buyNowPrice: null,
  buyNowAvailable: false,
  status: 'active',
  outcome: null,
  startsAt: '2026-11-21T00:00:00.000Z',
  endsAt: '2026-11-21T01:00:00.000Z',
  softClose: null,
  extensions: 0,
  bidCount: 0,
  leader: null,
  sale: null,
  endedAt: null,
  cancelReason: null,
  seller: { id: 'seller', username: 'alice' },
  version: 2,
  createdAt: '2026-11-21T00:00:00.000Z',
}

const bid = (version: number, amount: number) => ({
  id: `bid-${version}`,
  bidder: 'bidder 1',
  amount,
  type: 'exact',
  auto: false,
  at: '2026-11-21T00:10:00.000Z',
  version,
})

const event = (name: string, data: unknown) => ({ event: name, data: JSON.stringify(data) })
const joined = withEvent(undefined, event('lot', { lot, bids: [] }))

const after = (before: LiveLot | undefined, version: number, price: number, name = 'lot') =>
  withEvent(before, event(name, { lot: { version, price, minimumBid: price + 1 }, bids: [bid(version, price)] }))

describe('a lot that is followed live', () => {
  it('begins with the whole lot, and merges what changes', () => {
    const next = after(joined, 3, 150)
    expect(next?.lot).toMatchObject({ title: 'A gavel', version: 3, price: 150, minimumBid: 151 })
    expect(next?.bids.map(({ amount }) => amount)).toEqual([150])
  })

  it('never shows an older price after a newer one', () => {
    const newer = after(joined, 5, 300)
    expect(after(newer, 4, 200)).toBe(newer)
    expect(after(newer, 5, 300)).toBe(newer)
  })

  it('replaces the bids with a snapshot, and knows each bid once', () => {
    const two = after(after(joined, 3, 150), 4, 200)
    expect(two?.bids.map(({ version }) => version)).toEqual([4, 3])
    const again = withEvent(two, event('lot', { lot: { version: 5 }, bids: [bid(5, 250), bid(4, 200)] }))
    expect(again?.bids.map(({ version }) => version)).toEqual([5, 4, 3])
    expect(after(again, 6, 160, 'snapshot')?.bids.map(({ version }) => version)).toEqual([6])
  })

  it('counts viewers without touching the lot, and passes over events it does not know', () => {
    expect(withEvent(joined, event('viewers', { viewers: 7 }))).toMatchObject({ viewers: 7, lot: { version: 2 } })
    expect(withEvent(joined, event('weather', {}))).toBe(joined)
  })

  it('shows nothing until it has the whole', () => {
    expect(after(undefined, 3, 150)).toBeUndefined()
    expect(withEvent(undefined, event('viewers', { viewers: 7 }))).toBeUndefined()
  })

  it('keeps the last hundred bids', () => {
    let live = joined
    for (let version = 3; version < 200; version += 1) live = after(live, version, version * 10)
    expect(live?.bids).toHaveLength(100)
    expect(live?.bids[0]?.version).toBe(199)
  })
})
