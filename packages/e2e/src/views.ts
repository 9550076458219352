import { expect } from '@jest/globals'
import { foldLog, type LotByHand } from './fold.ts'
import type { Gavel } from './gavel.ts'
import { send } from './http.ts'
import { bidsIn, type Logged } from './log.ts'
import { type BidShown, type ListedLot, readBids, readLot } from './lots.ts'
import { until } from './until.ts'

/** Long enough for a service that has just been started again to catch up on a busy machine. */
const catchUpLimitMs = 60_000

/**
 * 9: folding the log gives what every query-api shows: the lot, all its bids, the highest one. Web comes last: it asks
 * any of them, and by then each has caught up.
 */
export async function checkViews(gavel: Gavel, lot: ListedLot, log: readonly Logged[]): Promise<void> {
  const version = log.length
  for (const url of [...gavel.system.queryApiUrls, gavel.webUrl]) {
    const what = `${url} shows lot ${lot.lotNumber} at version ${version}`
    const shown = await until(what, () => readLot(url, lot.id, version), { limitMs: catchUpLimitMs })
    expect(shown).toMatchObject(shownOf(log))
    expect(await readBids(url, lot.id, version)).toEqual(bidsShownOf(log))
    const highest = await send(`${url}/auction/${lot.lotNumber}/highest-bid?atLeast=${version}`)
    // What the highest bidder would pay, which after a retraction may be less than his entry in the list says.
    expect(highest.body).toBe(foldLog(log).price)
  }
}

/** What everybody may see of the lot. */
function shownOf(log: readonly Logged[]) {
  const lot = foldLog(log)
  const { terms, sale, leaderId, endedAtMs, status, outcome, extensions, cancelReason } = lot
  const aliasOf = aliasesIn(log)
  return {
    version: log.length,
    title: terms.title,
    description: terms.description,
    price: lot.price ?? terms.startingPrice,
    hasReserve: terms.reservePrice !== null,
    reserveMet: terms.reservePrice === null || (lot.price !== null && lot.price >= terms.reservePrice),
    ...(status === 'scheduled' ? {} : { buyNowAvailable: status === 'active' && isBuyNowOn(lot) }),
    status,
    outcome,
    startsAt: terms.startsAt,
    endsAt: new Date(lot.endsAtMs).toISOString(),
    softClose: terms.softClose,
    extensions,
    endedAt: endedAtMs === null ? null : new Date(endedAtMs).toISOString(),
    cancelReason,
    bidCount: bidsIn(log).length,
    leader: leaderId === null ? null : aliasOf(leaderId),
    sale:
      sale === null
        ? null
        : {
            // Strangers are not told what an offer cost.
            price: sale.via === 'offer' ? null : sale.price,
            via: sale.via,
            buyer: aliasOf(sale.buyerId),
            failed: sale.failed,
          },
  }
}

function isBuyNowOn({ terms, price }: LotByHand): boolean {
  if (terms.buyNowPrice === null || price === null) return terms.buyNowPrice !== null
  switch (terms.buyNowPolicy) {
    case 'until_first_bid':
      return false
    case 'until_reserve_met':
      return terms.reservePrice !== null && price < terms.reservePrice
    case 'until_price_reached':
      return price < terms.buyNowPrice
    default:
      return terms.buyNowPolicy satisfies never
  }
}

/** The list of bids, newest first: what is retracted stays in it, marked. */
function bidsShownOf(log: readonly Logged[]): readonly BidShown[] {
  const aliasOf = aliasesIn(log)
  return bidsIn(log)
    .map(
      ({ bidId, bidderId, amount, type, auto, retracted, version }): BidShown => ({
        id: bidId,
        bidder: aliasOf(bidderId),
        amount,
        type,
        auto,
        ...(retracted ? { retracted: true } : {}),
        version,
      }),
    )
    .reverse()
}

/** Bidders are numbered in the order of their first bids, and keep their numbers. */
function aliasesIn(log: readonly Logged[]): (bidderId: string) => string {
  const numbers = new Map<string, number>()
  for (const { bidderId } of bidsIn(log)) if (!numbers.has(bidderId)) numbers.set(bidderId, numbers.size + 1)
  return (bidderId) => `bidder ${numbers.get(bidderId)}`
}
