import type { AuctionEvent, AuctionViewMessage, BidView, Metadata } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import type pg from 'pg'
import { loadBids, loadBidsById } from '../sql/loadBids.ts'
import { type AskedBidder, loadLots } from '../sql/loadLots.ts'
import { overtakenLots } from '../sql/overtakenLots.ts'
import { saveFolded } from '../sql/saveFolded.ts'
import { bidderIdsIn } from './fold/aliases.ts'
import { type FoldedBatch, foldBatch } from './foldBatch.ts'
import type { LotProjection } from './lotProjection.ts'
import { publishViews, ViewsUndelivered } from './publishViews.ts'

export type ProjectedBatch = { handled: number; seen: number; fresh: readonly AuctionEvent[] }

/** Two projectors of one lot overtake each other for the moment of a rebalance; beyond this something else is wrong. */
const overtakenMax = 20

/**
 * Folds a batch of one partition into the stored lots and publishes what they are now. Resolves when both are safe, so
 * that offsets may be committed; a batch that comes again (a crash in between) is published again.
 *
 * @throws MissingEvents when the log has a gap; ViewsUndelivered; whatever the database throws. All is stored, or nothing.
 */
export async function projectBatch(
  { pool, producer }: { pool: pg.Pool; producer: MessageProducer },
  events: readonly AuctionEvent[],
): Promise<ProjectedBatch> {
  const auctionIds = new Set(events.map((event) => event.auctionId))
  const folded = foldBatch(await loadLots(pool, [...auctionIds], biddersIn(events)), events)
  await saveFolded(pool, folded)
  const bids = [
    ...(await seenBids(pool, folded)),
    ...folded.newBids.map(({ view, metadata }) => bidMessage(view, metadata)),
    ...(await retractedBids(pool, folded)),
  ]
  await publishInOrder(pool, producer, bids, folded.touched)
  const seen = new Set(folded.seen)
  return { handled: events.length, seen: seen.size, fresh: events.filter((event) => !seen.has(event)) }
}

/** Each once: of a batch of a hot lot's bids, many are by the same bidders. */
function biddersIn(events: readonly AuctionEvent[]): readonly AskedBidder[] {
  const named = events.flatMap((event) =>
    bidderIdsIn(event).map((bidderId) => ({ auctionId: event.auctionId, bidderId })),
  )
  return [...new Map(named.map((one) => [`${one.auctionId}:${one.bidderId}`, one])).values()]
}

type BidMessage = { type: 'bid.view'; data: BidView; metadata: Metadata }

const bidMessage = (data: BidView, metadata: Metadata): BidMessage => ({ type: 'bid.view', data, metadata })

const lotMessage = (lot: LotProjection): AuctionViewMessage => ({
  type: 'lot.view',
  data: lot.view,
  metadata: lot.metadata,
})

async function seenBids(pool: pg.Pool, { seen }: FoldedBatch): Promise<readonly BidMessage[]> {
  const metadata = new Map(seen.map((event) => [`${event.auctionId}:${event.version}`, event.metadata]))
  return (await loadBids(pool, seen)).flatMap((bid) => {
    const known = metadata.get(`${bid.auctionId}:${bid.version}`)
    return known === undefined ? [] : [bidMessage(bid, known)]
  })
}

/** Told once more, each as of its retraction; those that were placed in this batch are told so already. */
async function retractedBids(pool: pg.Pool, { retractions, newBids }: FoldedBatch): Promise<readonly BidMessage[]> {
  const told = new Set(newBids.map(({ view }) => view.id))
  const messages = await Promise.all(
    retractions.map(async ({ auctionId, bidIds, metadata }) => {
      const bids = await loadBidsById(pool, auctionId, bidIds)
      return bids.filter(({ id }) => !told.has(id)).map((bid) => bidMessage(bid, metadata))
    }),
  )
  return messages.flat()
}

/**
 * A compacted topic keeps the last view of a lot, which must be the newest one: whoever finds, after publishing, that
 * another projector has stored a newer version, publishes that again. So with bids, which change once, when they are
 * retracted: that moves their lot's version too.
 */
async function publishInOrder(
  pool: pg.Pool,
  producer: MessageProducer,
  bids: readonly BidMessage[],
  touched: readonly LotProjection[],
): Promise<void> {
  let lots = touched
  await publishViews(producer, [...bids, ...lots.map(lotMessage)])
  for (let round = 0; round < overtakenMax; round += 1) {
    const overtaken = await overtakenLots(
      pool,
      lots.map((lot) => lot.view),
    )
    if (overtaken.length === 0) return
    // The lots first: what is retracted after that is found in the next round.
    lots = [...(await loadLots(pool, overtaken)).values()]
    const retracted = await retractedMeanwhile(pool, bids, new Set(overtaken))
    await publishViews(producer, [...retracted, ...lots.map(lotMessage)])
  }
  throw new ViewsUndelivered(`lots were overtaken ${overtakenMax} times while their views were published`)
}

/** Of the bids that were published as standing, those of overtaken lots that stand no more. */
async function retractedMeanwhile(
  pool: pg.Pool,
  published: readonly BidMessage[],
  overtaken: ReadonlySet<string>,
): Promise<readonly BidMessage[]> {
  const standing = published.filter(({ data }) => data.retractedVersion === null && overtaken.has(data.auctionId))
  const metadata = new Map(standing.map((message) => [message.data.id, message.metadata]))
  const bids = await loadBids(
    pool,
    standing.map(({ data }) => data),
  )
  return bids.flatMap((bid) => {
    const known = metadata.get(bid.id)
    return known === undefined || bid.retractedVersion === null ? [] : [bidMessage(bid, known)]
  })
}
