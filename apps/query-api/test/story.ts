import { randomUUID } from 'node:crypto'
import type { AuctionView, BidView, LotView } from '@gavel/event-contracts'
import { atSecond, bidder, history } from './lots.ts'

/** What projector publishes of one event: the lot after it, and the bids that it made or retracted. */
export type Told = { lot: LotView; bids: readonly BidView[] }

export type Story = {
  id: string
  /** As it stands now. */
  lot(): LotView
  /** One for each version, from 1 on. */
  told(): readonly Told[]
  /** The views of the events from … to, each bid before its lot. */
  views(from: number, to: number): AuctionView[]
  /** All that has happened so far. */
  all(): AuctionView[]
  /** An entry by bidder `number`, which leads unless it says otherwise. */
  bid(number: number, amount: number, details?: Partial<BidView>): BidView
  /** A bid that is beaten at once, and the leader's automatic answer: two events. */
  beaten(number: number, amount: number): { bid: BidView; answer: BidView }
  /** These entries no longer count; who leads then, and at which price, follows from those that stay. */
  retract(...entries: readonly BidView[]): void
  /** Anything else. */
  change(changes: Partial<LotView>): void
  /** The entries as they are now, newest first. */
  entries(): BidView[]
}

/** Bidder `number` as a lot names him. */
export const party = (number: number) => {
  const { id, paddleNumber } = bidder(number)
  return { id, paddleNumber, alias: number }
}

/** A lot that is open, and to which things happen one by one. */
export function createStory(lotNumber: number, changes: Partial<LotView> = {}): Story {
  const beginning = history(lotNumber, changes)
  const told: Told[] = [1, 2].map((version) => ({ lot: beginning.lotAt(version), bids: [] }))
  let lot = beginning.lotAt(2)
  const entries = new Map<string, BidView>()

  function tell(changed: Partial<LotView>, bids: readonly BidView[] = []): void {
    const version = lot.version + 1
    lot = { ...lot, updatedAt: atSecond(lotNumber + version), ...changed, version }
    for (const bid of bids) entries.set(bid.id, bid)
    told.push({ lot, bids })
  }

  const newestFirst = (): BidView[] => [...entries.values()].sort((a, b) => b.version - a.version)

  function bid(number: number, amount: number, details: Partial<BidView> = {}): BidView {
    const version = lot.version + 1
    const entry: BidView = {
      id: randomUUID(),
      auctionId: lot.id,
      lotNumber,
      version,
      bidder: party(number),
      type: 'exact',
      amount,
      maximum: amount,
      leads: true,
      auto: false,
      at: atSecond(lotNumber + version),
      retractedVersion: null,
      ...details,
    }
    const leader = entry.leads ? entry.bidder : lot.leader
    tell({ price: amount, minimumBid: amount + 100, bidCount: lot.bidCount + 1, leader }, [entry])
    return entry
  }

  const viewsOf = (some: readonly Told[]): AuctionView[] =>
    some.flatMap((event): AuctionView[] => [
      ...event.bids.map((data) => ({ type: 'bid.view' as const, data })),
      { type: 'lot.view', data: event.lot },
    ])

  return {
    id: lot.id,
    lot: () => lot,
    told: () => told,
    views: (from, to) => viewsOf(told.slice(from - 1, to)),
    all: () => viewsOf(told),
    bid,
    beaten(number, amount) {
      const leader = lot.leader?.alias ?? 0
      const maximum = newestFirst().find((entry) => entry.leads && entry.retractedVersion === null)?.maximum ?? amount
      const beatenBid = bid(number, amount, { leads: false })
      return { bid: beatenBid, answer: bid(leader, amount + 100, { type: 'max', maximum, auto: true }) }
    },
    retract(...retracted) {
      const retractedVersion = lot.version + 1
      const again = retracted.map((entry) => ({ ...entry, retractedVersion }))
      const gone = new Set(retracted.map(({ id }) => id))
      const [top] = newestFirst().filter(
        (entry) => entry.leads && !gone.has(entry.id) && entry.retractedVersion === null,
      )
      const price = top?.amount ?? lot.startingPrice
      const retractedCount = lot.retractedCount + retracted.length
      tell({ price, minimumBid: price + 100, leader: top?.bidder ?? null, retractedCount }, again)
    },
    change: (changed) => tell(changed),
    entries: newestFirst,
  }
}
