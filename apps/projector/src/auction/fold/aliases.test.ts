import { expect, it } from '@jest/globals'
import { bidder, placedBy } from '../../../test/auctionLog.ts'
import { fold, openLot } from '../../../test/folding.ts'
import { evolve } from '../lotProjection.ts'
import { bidderIdsIn } from './aliases.ts'

it('each event is folded with the aliases of those alone whom it is said to need', () => {
  const log = openLot()
  const first = placedBy(log.bid(bidder(1), 1_000, { type: 'max', maximum: 2_000 }))
  const beaten = log.bid(bidder(2), 1_500, { leads: false })
  const answer = log.bid(bidder(1), 1_600, { type: 'max', maximum: 2_000, auto: true })
  log.retracted([beaten, answer], { price: 1_000, leader: { bidder: bidder(1), bidId: first.bidId } })
  const last = placedBy(log.bid(bidder(3), 6_000))
  log.sold(bidder(3), last.bidId, 6_000)
  log.add({ type: 'sale.failed', data: { saleId: last.bidId, reason: 'unpaid', by: 'seller' } })
  const offerId = log.auctionId
  const expiresAt = log.events[0]?.occurredAt ?? ''
  log.add({ type: 'offer.made', data: { offerId, kind: 'second_chance', to: bidder(1), price: 2_000, expiresAt } })
  log.add({ type: 'offer.accepted', data: { offerId } })
  for (const [index, event] of log.events.entries()) {
    if (index === 0) continue
    const before = fold(log.events.slice(0, index))
    const needed = new Set(bidderIdsIn(event))
    const aliases = new Map([...before.aliases].filter(([id]) => needed.has(id)))
    expect(evolve({ ...before, aliases }, event).view).toEqual(fold(log.events.slice(0, index + 1)).view)
  }
})
