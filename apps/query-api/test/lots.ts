import { randomUUID } from 'node:crypto'
import type { AuctionView, BidView, LotView } from '@gavel/event-contracts'
import type { Actor } from '@gavel/service-kit'

const epochMs = Date.parse('2026-11-21T10:00:00.000Z')
export const atSecond = (second: number): string => new Date(epochMs + second * 1_000).toISOString()

/** Long enough never to be found in an id by chance. */
export const paddle = (number: number): number => 1_000_000_500 + number

/** In a history, bidder `number` has the alias `number`. */
export const bidder = (number: number): Actor => ({
  id: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  username: `bidder${number}`,
  paddleNumber: paddle(number),
  roles: ['bidder'],
})
export const seller: Actor = { id: randomUUID(), username: 'sally', paddleNumber: 499, roles: ['bidder'] }
export const administrator: Actor = { id: randomUUID(), username: 'root', paddleNumber: 498, roles: ['administrator'] }

/** A lot's whole life in views: version 1 listed, 2 opened, then one bid a version by three people in turn. */
export type History = {
  id: string
  lotNumber: number
  lotAt(version: number): LotView
  bidAt(version: number): BidView
  /** The views of versions from … to, each bid before its lot. */
  views(from: number, to: number): AuctionView[]
}

export const firstBid = 3
const aliasAt = (version: number): number => ((version - firstBid) % 3) + 1
const amountAt = (version: number): number => 1_000 + (version - firstBid) * 100

export function history(lotNumber: number, changes: Partial<LotView> = {}): History {
  const id = randomUUID()
  const bidIds = new Map<number, string>()
  const bidIdAt = (version: number): string => {
    const known = bidIds.get(version) ?? randomUUID()
    bidIds.set(version, known)
    return known
  }
  const bidderAt = (version: number) => {
    const alias = aliasAt(version)
    const { id: bidderId, paddleNumber } = bidder(alias)
    return { id: bidderId, paddleNumber, alias }
  }
  const lotAt = (version: number): LotView => {
    const hasBids = version >= firstBid
    return {
      id,
      lotNumber,
      version,
      title: `Lot ${lotNumber}`,
      description: 'It ticks',
      category: 'clocks',
      images: ['https://images.example/clock.jpg'],
      currency: 'KRW',
      startingPrice: 1_000,
      price: hasBids ? amountAt(version) : 1_000,
      minimumBid: hasBids ? amountAt(version) + 100 : 1_000,
      reservePrice: null,
      reserveMet: true,
      buyNowPrice: 5_000_000,
      buyNowAvailable: true,
      softClose: null,
      extensions: 0,
      retractedCount: 0,
      sale: null,
      offer: null,
      endedAt: null,
      cancelReason: null,
      status: version === 1 ? 'scheduled' : 'active',
      outcome: null,
      startsAt: atSecond(0),
      endsAt: atSecond(3_600),
      bidCount: Math.max(0, version - firstBid + 1),
      leader: hasBids ? bidderAt(version) : null,
      seller: { id: seller.id, username: seller.username, paddleNumber: seller.paddleNumber },
      createdAt: atSecond(lotNumber),
      updatedAt: atSecond(lotNumber + version),
      ...changes,
    }
  }
  const bidAt = (version: number): BidView => ({
    id: bidIdAt(version),
    auctionId: id,
    lotNumber,
    version,
    bidder: bidderAt(version),
    type: 'exact',
    amount: amountAt(version),
    maximum: amountAt(version),
    leads: true,
    auto: false,
    at: atSecond(lotNumber + version),
    retractedVersion: null,
  })
  return {
    id,
    lotNumber,
    lotAt,
    bidAt,
    views(from, to) {
      const versions = Array.from({ length: to - from + 1 }, (_, index) => from + index)
      return versions.flatMap((version): AuctionView[] => [
        ...(version >= firstBid ? [{ type: 'bid.view' as const, data: bidAt(version) }] : []),
        { type: 'lot.view', data: lotAt(version) },
      ])
    },
  }
}
