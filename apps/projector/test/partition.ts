import { randomUUID } from 'node:crypto'
import type { AuctionEvent, Bidder, FactData } from '@gavel/event-contracts'
import fc from 'fast-check'
import { type AuctionLog, atSecond, auctionLog, bidder, defaultListing, placedBy } from './auctionLog.ts'

const { lotNumber: _number, seller: _seller, ...defaultTerms } = defaultListing

/** What happens, and how often beside the others. */
const weights = [
  ['bid', 8],
  ['max', 4],
  ['beaten', 4],
  ['retract', 4],
  ['extend', 2],
  ['revise', 1],
  ['buy', 1],
  ['close', 1],
  ['cancel', 1],
  ['fail', 4],
  ['offer', 4],
  ['accept', 2],
  ['lapse', 1],
] as const

type Step = { lot: number; bidder: number; kind: (typeof weights)[number][0] }

/** What people do to some lots, in turn. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    lot: fc.nat(2),
    bidder: fc.nat(5),
    kind: fc.oneof(...weights.map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind) }))),
  }),
  // By default most arrays would have ten elements, and no lot would come to an offer.
  { minLength: 1, maxLength: 120, size: 'max' },
)

/** One lot's log, and what must be known of it to go on with it as a log can go on. */
type Entry = {
  log: AuctionLog
  state: 'open' | 'ended' | 'cancelled'
  price: number
  extensions: number
  /** The bids that count, oldest first. */
  standing: FactData<'bid.placed'>[]
  /** The sale that has not failed. */
  saleId: string | null
  offer: { offerId: string; to: Bidder; price: number } | null
}

/** Some lots' logs, interleaved as in a partition: each step goes on with its lot, or is passed over if it can not. */
export function partitionOf(someSteps: readonly Step[]): AuctionEvent[] {
  const entries = [1, 2, 3].map((lotNumber): Entry => {
    const log = auctionLog(lotNumber)
    return { log, state: 'open', price: 0, extensions: 0, standing: [], saleId: null, offer: null }
  })
  return someSteps.flatMap((step) => {
    const entry = entries[step.lot]
    if (entry === undefined) return []
    const from = entry.log.events.length
    goOn(entry, step)
    return entry.log.events.slice(from)
  })
}

function goOn(entry: Entry, { kind, bidder: number }: Step): void {
  const { log, state } = entry
  if (log.events.length === 0) log.listed({ reservePrice: 4_000 })
  else if (log.events.length === 1) log.opened()
  else if (state === 'open') whileOpen(entry, kind, bidder(number))
  else if (state === 'ended') afterwards(entry, kind, number)
}

function whileOpen(entry: Entry, kind: Step['kind'], by: Bidder): void {
  const { log } = entry
  if (kind === 'bid') place(entry, by, entry.price + 1_000)
  if (kind === 'max') place(entry, by, entry.price + 1_000, { type: 'max', maximum: entry.price + 4_000 })
  if (kind === 'beaten') beaten(entry, by)
  if (kind === 'retract') retract(entry, by)
  if (kind === 'extend') extend(entry)
  if (kind === 'close') close(entry)
  if (kind === 'revise') {
    const description = `It ticks, for the ${log.events.length}th time`
    const endsAt = endOf(entry)
    log.add({ type: 'auction.revised', data: { ...defaultTerms, reservePrice: 4_000, description, endsAt } })
  }
  if (kind === 'buy') {
    log.boughtNow(by, 50_000)
    sold(entry, by, 50_000, 'buy_now')
  }
  if (kind === 'cancel') {
    log.add({ type: 'auction.cancelled', data: { by: 'administrator', reason: 'so it is' } })
    entry.state = 'cancelled'
  }
}

function place(entry: Entry, by: Bidder, amount: number, changes: Partial<FactData<'bid.placed'>> = {}): void {
  entry.standing.push(placedBy(entry.log.bid(by, amount, changes)))
  entry.price = amount
}

const leading = ({ standing }: Entry) => standing.findLast(({ leads }) => leads) ?? standing.at(-1)

/** His bid, and the house's answer for the leader. */
function beaten(entry: Entry, by: Bidder): void {
  const leader = leading(entry)
  if (leader === undefined || leader.bidder.id === by.id) return
  place(entry, by, entry.price + 500, { leads: false })
  place(entry, leader.bidder, entry.price + 100, { type: 'max', maximum: entry.price + 4_000, auto: true })
}

/** All of his, and every answer that the house gave after the first of them. */
function retract(entry: Entry, by: Bidder): void {
  const { log, standing } = entry
  const first = standing.findIndex((bid) => bid.bidder.id === by.id && !bid.auto)
  if (first === -1) return
  const goes = (bid: FactData<'bid.placed'>, index: number) => (bid.auto ? index > first : bid.bidder.id === by.id)
  const bidIds = standing.filter(goes).map(({ bidId }) => bidId)
  entry.standing = standing.filter((bid, index) => !goes(bid, index))
  const leads = leading(entry)
  const price = leads?.price ?? null
  const leader = leads === undefined ? null : { bidder: leads.bidder, bidId: leads.bidId }
  const data = { bidIds, bidder: by, by: 'bidder' as const, reason: 'mistyped', price, leader }
  log.add({ type: 'bid.retracted', data })
  entry.price = price ?? 0
}

/** The end in force, which a revision tells too. */
const endOf = ({ extensions }: Entry): string => atSecond(3_600 + extensions * 60)

function extend(entry: Entry): void {
  const last = entry.standing.at(-1)
  if (last === undefined) return
  entry.extensions += 1
  const { extensions } = entry
  entry.log.add({ type: 'auction.extended', data: { endsAt: endOf(entry), bidId: last.bidId, extensions } })
}

function close(entry: Entry): void {
  const { log } = entry
  const leader = leading(entry)
  entry.state = 'ended'
  if (leader === undefined) {
    log.closedWithoutBids()
    return
  }
  const { bidder: by, bidId } = leader
  const { price } = entry
  if (price < 4_000) {
    log.add({ type: 'auction.closed', data: { outcome: 'reserve_not_met', highestBidder: by, bidId, price } })
    return
  }
  log.sold(by, bidId, price)
  sold(entry, by, price, 'hammer')
}

/** What is told to those who make orders, after the fact that brought the sale about. */
function sold(entry: Entry, buyer: Bidder, price: number, via: FactData<'auction.sold'>['via']): void {
  entry.state = 'ended'
  entry.saleId = randomUUID()
  const { lotNumber, seller, currency } = defaultListing
  const data = { saleId: entry.saleId, via, lotNumber, seller, buyer, price, currency }
  entry.log.add({ type: 'auction.sold', data })
}

function afterwards(entry: Entry, kind: Step['kind'], number: number): void {
  const { log, saleId, offer, standing } = entry
  if (kind === 'fail' && saleId !== null) {
    log.add({ type: 'sale.failed', data: { saleId, reason: 'declined', by: 'buyer' } })
    entry.saleId = null
  }
  const asked = standing[number % standing.length]
  if (kind === 'offer' && saleId === null && offer === null && asked !== undefined) {
    entry.offer = { offerId: randomUUID(), to: asked.bidder, price: asked.amount }
    const expiresAt = atSecond(200_000)
    log.add({ type: 'offer.made', data: { ...entry.offer, kind: 'second_chance', expiresAt } })
  }
  if (offer === null) return
  if (kind === 'lapse') log.add({ type: 'offer.lapsed', data: { offerId: offer.offerId, reason: 'expired' } })
  if (kind === 'accept') {
    log.add({ type: 'offer.accepted', data: { offerId: offer.offerId } })
    sold(entry, offer.to, offer.price, 'offer')
  }
  if (kind === 'lapse' || kind === 'accept') entry.offer = null
}
