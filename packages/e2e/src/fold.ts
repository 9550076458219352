import type { FactData, Terms } from '@gavel/event-contracts'
import type { Logged } from './log.ts'

/** A lot as its log says it stands. */
export type LotByHand = {
  terms: Terms
  status: 'scheduled' | 'active' | 'completed' | 'cancelled'
  outcome: 'sold' | 'bought_now' | 'reserve_not_met' | 'no_bids' | null
  /** Null while no bid stands. */
  price: number | null
  leaderId: string | null
  /** The end in force. */
  endsAtMs: number
  extensions: number
  sale: { saleId: string; price: number; via: 'hammer' | 'buy_now' | 'offer'; buyerId: string; failed: boolean } | null
  offer: FactData<'offer.made'> | null
  endedAtMs: number | null
  cancelReason: string | null
}

/**
 * How the lot stood after each event. A second, independent fold: by hand, so that it is not wrong in the same way as
 * command-api's or the projector's.
 */
export function statesOf(log: readonly Logged[]): readonly LotByHand[] {
  const states: LotByHand[] = []
  for (const event of log) states.push(after(states.at(-1), event))
  return states
}

export function foldLog(log: readonly Logged[]): LotByHand {
  const last = statesOf(log).at(-1)
  if (last === undefined) throw new Error('the lot has no log')
  return last
}

function after(lot: LotByHand | undefined, event: Logged): LotByHand {
  if (event.type === 'auction.listed') return listed(event.data)
  if (lot === undefined) throw new Error('the log of a lot begins with its listing')
  const ended = { status: 'completed' as const, endedAtMs: event.occurredAtMs }
  switch (event.type) {
    case 'auction.revised':
      return { ...lot, terms: event.data, ...(lot.extensions > 0 ? {} : { endsAtMs: Date.parse(event.data.endsAt) }) }
    case 'auction.opened':
      return { ...lot, status: 'active' }
    case 'bid.placed': {
      const { price, leads, bidder } = event.data
      return { ...lot, price, ...(leads ? { leaderId: bidder.id } : {}) }
    }
    case 'bid.retracted':
      return { ...lot, price: event.data.price, leaderId: event.data.leader?.bidder.id ?? null }
    case 'auction.extended':
      return { ...lot, endsAtMs: Date.parse(event.data.endsAt), extensions: event.data.extensions }
    case 'auction.bought_now': {
      const { bidId: saleId, buyer, price } = event.data
      const sale = { saleId, price, via: 'buy_now' as const, buyerId: buyer.id, failed: false }
      return { ...lot, ...ended, outcome: 'bought_now', price, leaderId: buyer.id, sale }
    }
    case 'auction.closed':
      return { ...lot, ...ended, outcome: event.data.outcome, sale: hammerSale(event.data) }
    case 'auction.cancelled':
      return { ...lot, ...ended, status: 'cancelled', cancelReason: event.data.reason }
    case 'sale.failed':
      return lot.sale === null ? lot : { ...lot, sale: { ...lot.sale, failed: true } }
    case 'offer.made':
      return { ...lot, offer: event.data }
    case 'offer.accepted': {
      if (lot.offer === null) throw new Error('an offer is accepted that was not made')
      const { offerId: saleId, price, to } = lot.offer
      return { ...lot, offer: null, sale: { saleId, price, via: 'offer', buyerId: to.id, failed: false } }
    }
    case 'offer.lapsed':
      return { ...lot, offer: null }
    case 'auction.sold':
      return lot
    default:
      return event satisfies never
  }
}

const listed = ({ lotNumber: _, seller: __, ...terms }: FactData<'auction.listed'>): LotByHand => ({
  terms,
  status: 'scheduled',
  outcome: null,
  price: null,
  leaderId: null,
  endsAtMs: Date.parse(terms.endsAt),
  extensions: 0,
  sale: null,
  offer: null,
  endedAtMs: null,
  cancelReason: null,
})

function hammerSale(closed: FactData<'auction.closed'>): LotByHand['sale'] {
  if (closed.outcome !== 'sold') return null
  const { bidId: saleId, winner, price } = closed
  return { saleId, price, via: 'hammer', buyerId: winner.id, failed: false }
}
