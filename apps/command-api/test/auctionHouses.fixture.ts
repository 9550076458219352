import { randomUUIDv7 } from 'node:crypto'
import { type AuctionFact, type FactData, paddleHolder, readAuctionFact } from '@gavel/event-contracts'
import { expect } from '@jest/globals'
import type { AuctionHouse, Rule } from '../src/auction/auctionHouse.ts'
import type { Auction } from '../src/auction/rules/auction.ts'
import { listAuction } from '../src/auction/rules/listAuction.ts'
import { listingOf } from '../src/auction/rules/listing.ts'
import { type PlaceBid, placeBid } from '../src/auction/rules/placeBid.ts'
import { accept, refuse } from '../src/rules/verdict.ts'
import { type CommandSideFixture, iso, startCommandSide } from './commandSide.fixture.ts'

const metadata = { actor: 'service:test', correlationId: 'races' }

/** A fact as it is stored. */
export type Logged = AuctionFact & { version: number; atMs: number }

/** How a command went; `code` of a refusal. */
export type Went<Answer> = { accepted: true; answer: Answer; version: number } | { accepted: false; code: string }

export type Houses = {
  side: CommandSideFixture
  /** Commands of one number go to the same instance. */
  run<Answer>(house: number, id: string, rule: Rule<Answer, { code: string }>): Promise<Went<Answer>>
  /** Lists a lot that starts and ends so many ms from now; any higher amount is a bid unless told otherwise. */
  list(changes?: Partial<FactData<'auction.listed'>>, startsInMs?: number, endsInMs?: number): Promise<string>
  log(id: string): Promise<readonly Logged[]>
  /** The lot as each instance has it. */
  states(id: string): Promise<readonly Auction[]>
}

export const seller = { ...paddleHolder(101), username: 'alice' }

/** Three instances on one database, with one clock that the test turns. */
export async function startHouses(): Promise<Houses> {
  const side = await startCommandSide()
  const instances = await Promise.all([side.another(), side.another(), side.another()])
  const houseOf = (index: number): AuctionHouse => {
    const instance = instances[index % instances.length]
    if (instance === undefined) throw new Error('there are three instances')
    return instance.house
  }

  async function run<Answer>(house: number, id: string, rule: Rule<Answer, { code: string }>): Promise<Went<Answer>> {
    const outcome = await houseOf(house).execute(id, rule, { metadata, checksBlocks: true })
    if (outcome.kind === 'accepted') return { accepted: true, answer: outcome.answer, version: outcome.version }
    if (outcome.kind === 'refused') return { accepted: false, code: outcome.refusal.code }
    throw new Error(`the command came to ${outcome.kind}`)
  }

  return {
    side,
    run,
    async list(changes = {}, startsInMs = 0, endsInMs = 60_000) {
      const id = randomUUIDv7()
      const { nowMs } = side.clock
      const { lotNumber, seller: by, ...terms } = { ...listed(nowMs + startsInMs, nowMs + endsInMs), ...changes }
      const command = { lotNumber, seller: by, listing: listingOf(terms) }
      const went = await run(0, id, (auction, now) => listAuction(auction, command, now))
      expect(went.accepted).toBe(true)
      return id
    },
    async log(id) {
      const events = await side.store.load(id)
      return events.map(({ type, schemaVersion, data, version, occurredAt }) => ({
        ...readAuctionFact(type, schemaVersion, data),
        version,
        atMs: Date.parse(occurredAt),
      }))
    },
    async states(id) {
      // A question that changes nothing; its answer is confirmed against the database.
      const ask: Rule<Auction, { code: string }> = (auction) =>
        auction === null ? refuse({ code: 'not_found' }) : accept([], auction)
      const answers = await Promise.all(instances.map((_, house) => run(house, id, ask)))
      return answers.map((went) => (went.accepted ? went.answer : null))
    },
  }
}

const listed = (startsAtMs: number, endsAtMs: number): FactData<'auction.listed'> => ({
  lotNumber: 1,
  seller,
  title: 'A gavel',
  description: 'Rosewood',
  category: null,
  images: [],
  currency: 'KRW',
  startingPrice: 100,
  reservePrice: null,
  buyNowPrice: null,
  buyNowPolicy: 'until_price_reached',
  increments: [{ from: 0, step: 1 }],
  startsAt: iso(startsAtMs),
  endsAt: iso(endsAtMs),
  softClose: null,
})

/** The rule for a new bid, its id and its bidder. */
export function bidOf(paddle: number, type: PlaceBid['type'], amount: number) {
  const bidId = randomUUIDv7()
  const bid: PlaceBid = {
    bidId,
    answerId: randomUUIDv7(),
    bidder: paddleHolder(paddle),
    type,
    amount,
    currency: null,
    confirm: true,
  }
  const rule: Rule<{ outcome: string; price: number }, { code: string }> = (lot, nowMs, blocked) =>
    placeBid(lot, bid, nowMs, blocked)
  return { bidId, bidder: bid.bidder, rule }
}

export const limits = { lengthMinSec: 1, lengthMaxSec: 30 * 86_400, aheadMaxSec: 365 * 86_400 }
