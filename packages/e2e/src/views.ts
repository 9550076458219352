import { expect } from '@jest/globals'
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
    expect(shown).toMatchObject(foldLot(log))
    expect(await readBids(url, lot.id, version)).toEqual(foldBids(log))
    const highest = await send(`${url}/auction/${lot.lotNumber}/highest-bid?atLeast=${version}`)
    expect(highest.body).toBe(bidsIn(log).at(-1)?.amount ?? null)
  }
}

/** A second, independent fold: by hand, so that it is not wrong in the same way as the projector's. */
function foldLot(log: readonly Logged[]) {
  const bids = bidsIn(log)
  const aliases = aliasesIn(log)
  const newest = bids.at(-1)
  const opened = log.some(({ type }) => type === 'auction.opened')
  const ending = log.find(({ type }) => type === 'auction.closed' || type === 'auction.bought_now')
  return {
    version: log.length,
    status: ending !== undefined ? 'completed' : opened ? 'active' : 'scheduled',
    outcome:
      ending?.type === 'auction.closed'
        ? ending.data.outcome
        : ending?.type === 'auction.bought_now'
          ? 'bought_now'
          : null,
    bidCount: bids.length,
    leader: newest === undefined ? null : `bidder ${aliases.get(newest.bidderId)}`,
    ...(newest === undefined ? {} : { price: newest.amount }),
  }
}

function foldBids(log: readonly Logged[]): readonly unknown[] {
  const aliases = aliasesIn(log)
  const typeOf = (version: number): string => (log[version - 1]?.type === 'bid.placed' ? 'exact' : 'buy_now')
  return bidsIn(log)
    .map(
      ({ bidId, bidderId, amount, version }): BidShown => ({
        id: bidId,
        bidder: `bidder ${aliases.get(bidderId)}`,
        amount,
        type: typeOf(version),
        version,
      }),
    )
    .reverse()
}

/** Bidders are numbered in the order of their first bids. */
function aliasesIn(log: readonly Logged[]): ReadonlyMap<string, number> {
  const aliases = new Map<string, number>()
  for (const { bidderId } of bidsIn(log)) if (!aliases.has(bidderId)) aliases.set(bidderId, aliases.size + 1)
  return aliases
}
