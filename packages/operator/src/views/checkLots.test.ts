import type { BidView } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import type { Finding } from './checkLine.ts'
import { checkLots } from './checkLots.ts'
import type { StoredAt } from './stored.ts'

const lotId = '00000000-0000-7000-8000-00000000000a'
const strayId = '00000000-0000-7000-8000-000000000001'
const lastId = '00000000-0000-7000-8000-0000000000ff'

const lotAt = (version: number, price = version * 100): StoredAt => ({ version, number: 7, state: { version, price } })

const bidAt = (version: number, changes: Partial<BidView> = {}): BidView => ({
  id: `bid-${version}`,
  auctionId: lotId,
  lotNumber: 7,
  version,
  bidder: { id: 'b', paddleNumber: 102, alias: 1 },
  type: 'exact',
  amount: version * 100,
  maximum: version * 100,
  leads: true,
  auto: false,
  at: '2026-01-01T00:00:00.000Z',
  retractedVersion: null,
  ...changes,
})

type Stored = { lot?: StoredAt; bids?: readonly BidView[]; ids?: readonly string[] }

/** Holds these tables against a log: opened in version 2, bids from 3 to `head`, of which `retracted` counts no more since then. */
async function check(stored: Stored, { head = 5, retracted }: { head?: number; retracted?: number } = {}) {
  const { lot, bids = [], ids = [lotId] } = stored
  const findings: Finding[] = []
  const checked = checkLots(
    {
      at: async () => lot,
      bidsAfter: async (_, version, limit) => bids.filter((bid) => bid.version > version).slice(0, limit),
      idsBetween: async (after, before) => ids.filter((id) => id > after && (before === null || id < before)),
    },
    { name: 'projector', isWholeHouse: true, tell: async (finding) => void findings.push(finding) },
  )
  await checked.begin(lotId)
  for (let version = 1; version <= head; version += 1) {
    checked.folded(version, () => lotAt(version))
    if (version > 2) await checked.foldedBid(bidAt(version))
  }
  if (retracted !== undefined) {
    checked.retracted(`bid-${retracted}`, head + 1)
    checked.folded(head + 1, () => lotAt(head + 1))
  }
  await checked.end()
  await checked.endOfHouse()
  return findings.map(({ version, what }) => [version, what])
}

const allBids = [bidAt(3), bidAt(4), bidAt(5)]

describe('tables held against the log', () => {
  it('have what was asked for by name and is in no log', async () => {
    expect(await check({ lot: lotAt(5) }, { head: 0 })).toEqual([[null, 'the lot is stored, and not in the log']])
    expect(await check({}, { head: 0 })).toEqual([])
  })

  it('agree', async () => {
    expect(await check({ lot: lotAt(5), bids: allBids })).toEqual([])
    const bids = [bidAt(3), bidAt(4, { retractedVersion: 6 }), bidAt(5)]
    expect(await check({ lot: lotAt(6), bids }, { retracted: 4 })).toEqual([])
  })

  it('agree with more bids than a page has', async () => {
    const bids = Array.from({ length: 1_203 }, (_, index) => bidAt(index + 3))
    expect(await check({ lot: lotAt(1_205), bids }, { head: 1_205 })).toEqual([])
    expect(await check({ lot: lotAt(1_205), bids: bids.toSpliced(500, 1) }, { head: 1_205 })).toEqual([
      [503, 'bid bid-503 is not stored'],
    ])
  })

  it('differ in a field, at the version that is stored, whatever the log has since', async () => {
    const wrong = [[4, 'price is stored as 1, and the log says 400']]
    expect(await check({ lot: lotAt(4, 1), bids: allBids })).toEqual([
      ...wrong,
      [5, 'the lot is stored at version 4 of 5'],
    ])
    expect(await check({ lot: lotAt(5), bids: [bidAt(3), bidAt(4, { amount: 9 }), bidAt(5)] })).toEqual([
      [4, 'bid bid-4: amount is stored as 9, and the log says 400'],
    ])
  })

  it('lack a lot, a bid, a retraction', async () => {
    expect(await check({ bids: allBids })).toEqual([[1, 'the lot is not stored']])
    expect(await check({ lot: lotAt(5), bids: [bidAt(3), bidAt(5)] })).toEqual([[4, 'bid bid-4 is not stored']])
    expect(await check({ lot: lotAt(6), bids: allBids }, { retracted: 4 })).toEqual([
      [6, 'bid bid-4 is retracted in version 6, and stored as standing'],
    ])
  })

  it('have what the log has not', async () => {
    expect(await check({ lot: lotAt(7), bids: [...allBids, bidAt(6)] })).toEqual([
      [null, 'the lot is stored at version 7, and the log ends with 5'],
    ])
    expect(await check({ lot: lotAt(5), bids: [bidAt(2), ...allBids] })).toEqual([
      [2, 'bid bid-2 is stored, and not in the log'],
    ])
    expect(await check({ lot: lotAt(5), bids: [bidAt(3), bidAt(4, { retractedVersion: 5 }), bidAt(5)] })).toEqual([
      [5, 'bid bid-4 is stored as retracted in version 5, and stands in the log'],
    ])
    expect(await check({ lot: lotAt(5), bids: allBids, ids: [strayId, lotId, lastId] })).toEqual([
      [null, 'the lot is stored, and not in the log'],
      [null, 'the lot is stored, and not in the log'],
    ])
  })
})
