import { randomUUID } from 'node:crypto'
import { paddleHolder, readAuctionFact } from '@gavel/event-contracts'
import { type Listening, listen } from '@gavel/service-kit'
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { z } from 'zod'
import { bearer, type CommandSideFixture, iso, startCommandSide } from './commandSide.fixture.ts'

export const startPrice = 1_000

/** One request of a person; `raise` is above (or below) the price that he heard of last. */
export type Turn = { method: 'POST' | 'PATCH'; raise: number; instance: number; sentTwice: boolean }

/** What came of it; `hadBid`: one of his own was acknowledged before he sent it. */
export type Told = { paddle: number; method: string; amount: number; hadBid: boolean; status: number; body: Body }

const body = z.object({
  code: z.string().optional(),
  id: z.int().optional(),
  current_price: z.int().optional(),
  version: z.int().optional(),
})
type Body = z.output<typeof body>

export type Market = {
  side: CommandSideFixture
  list(): Promise<number>
  /** A person's turns on an item: some of them at once, the others when those are answered. */
  play(paddle: number, item: number, turns: readonly (readonly Turn[])[]): Promise<readonly Told[]>
  send(paddle: number, item: number, method: string, amount: number, instance: number, key?: string): Promise<Answer>
  log(item: number): Promise<readonly Placed[]>
  stop(): Promise<void>
}

type Answer = { status: number; body: Body }

/** Of a log the bids, by their place in it. */
type Placed = { version: number; bidder: string; amount: number; price: number; leads: boolean }

const turn: fc.Arbitrary<Turn> = fc.record({
  method: fc.constantFrom('POST', 'PATCH'),
  raise: fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 500 })),
  instance: fc.nat({ max: 1 }),
  sentTwice: fc.boolean(),
})

/** For each of `people` up to three rounds, in each of which he sends up to three requests at once. */
export const turnsOf = (people: number): fc.Arbitrary<readonly (readonly (readonly Turn[])[])[]> =>
  fc.array(
    fc.array(fc.array(turn, { minLength: 1, maxLength: 3, size: 'max' }), { minLength: 1, maxLength: 3, size: 'max' }),
    { minLength: people, maxLength: people },
  )

/** Two instances on one database, each behind a port of its own. */
export async function startMarket(): Promise<Market> {
  const side = await startCommandSide()
  const instances = await Promise.all([side.another(), side.another()])
  const servers: readonly Listening[] = await Promise.all(
    instances.map(({ app }) => listen(app, { port: 0, host: '127.0.0.1' })),
  )
  const tokens = new Map<number, string>()

  async function tokenOf(paddle: number): Promise<string> {
    const known = tokens.get(paddle) ?? (await bearer(paddle))
    tokens.set(paddle, known)
    return known
  }

  async function call(
    path: string,
    paddle: number,
    options: { method: string; instance: number; json: object; key?: string },
  ) {
    const port = servers[options.instance % servers.length]?.port
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: options.method,
      headers: {
        Authorization: await tokenOf(paddle),
        'Content-Type': 'application/json',
        ...(options.key === undefined ? {} : { 'Idempotency-Key': options.key }),
      },
      body: JSON.stringify(options.json),
    })
    return { status: answer.status, body: body.parse(await answer.json()) }
  }

  const send: Market['send'] = (paddle, item_id, method, bid_amount, instance, key) =>
    call('/auction/bid', paddle, {
      method,
      instance,
      json: { item_id, bid_amount },
      ...(key === undefined ? {} : { key }),
    })

  /** Impatient people send the same request to the other instance as well. It counts once, and is told the same. */
  async function sendTwice(...[paddle, item, method, amount, instance]: Parameters<Market['send']>): Promise<Answer> {
    const key = randomUUID()
    const both = await Promise.all([0, 1].map((other) => send(paddle, item, method, amount, instance + other, key)))
    const [one, ...others] = both.filter(({ body: { code } }) => code !== 'IN_PROGRESS')
    if (one === undefined) throw new Error('each of two equal requests waits for the other')
    for (const other of others) expect(other).toEqual(one)
    return one
  }

  return {
    side,
    send,
    async list() {
      const item = {
        title: 'Longcase clock',
        content: 'Eight days',
        start_price: startPrice,
        start_datetime: iso(side.clock.nowMs),
        end_datetime: iso(side.clock.nowMs + 3_600_000),
      }
      const { status, body: listed } = await call('/auction/item', 101, { method: 'POST', instance: 0, json: item })
      expect(status).toBe(201)
      return z.int().parse(listed.id)
    },
    async play(paddle, item, rounds) {
      const told: Told[] = []
      let price = startPrice
      for (const round of rounds) {
        const hadBid = told.some(({ status }) => status < 300)
        const answered = await Promise.all(
          round.map(async ({ method, raise, instance, sentTwice }) => {
            const amount = price + raise
            const answer = await (sentTwice ? sendTwice : send)(paddle, item, method, amount, instance)
            return { paddle, method, amount, hadBid, ...answer }
          }),
        )
        told.push(...answered)
        price = Math.max(price, ...answered.map(({ body: { current_price = 0 } }) => current_price))
      }
      return told
    },
    async log(item) {
      const claim = await side.store.claim(`lot:${item}`)
      const events = await side.store.load(claim?.streamId ?? '')
      expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1))
      return events.flatMap(({ type, schemaVersion, data, version }) => {
        const fact = readAuctionFact(type, schemaVersion, data)
        if (fact.type !== 'bid.placed') return []
        const { bidder, amount, price, leads } = fact.data
        return [{ version, bidder: bidder.id, amount, price, leads }]
      })
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
      await side.stop()
    },
  }
}

/**
 * What row locks under REPEATABLE READ gave the older service, and more: the bids of an item are as if they had come one
 * after the other, each judged by all those before it; and what was answered is in the log, once.
 */
export async function checkLocked(market: Market, item: number, told: readonly Told[]): Promise<void> {
  const log = await market.log(item)
  const accepted = told.filter(({ status }) => status < 300)

  // Nothing acknowledged is missing, nothing is doubled, nothing refused is there.
  const acknowledged = accepted.map(({ paddle, amount, body: { id = 0, current_price } }) => ({
    version: id,
    bidder: paddleHolder(paddle).id,
    amount,
    price: current_price,
    leads: true,
  }))
  expect(acknowledged.toSorted((one, other) => one.version - other.version)).toEqual(log)

  // Each was above the price it met; the last is the highest.
  let price = startPrice - 1
  const own = new Map<string, number>()
  for (const { bidder, amount } of log) {
    expect(amount).toBeGreaterThan(price)
    expect(amount).toBeGreaterThan(own.get(bidder) ?? 0)
    own.set(bidder, amount)
    price = amount
  }
  if (accepted.length > 0) expect(price).toBe(Math.max(...accepted.map(({ amount }) => amount)))

  for (const { method, amount, hadBid, status, body } of told) {
    if (status < 300) expect(status).toBe(method === 'POST' ? 201 : 200)
    else if (status === 404) expect({ method, hadBid }).toEqual({ method: 'PATCH', hadBid: false })
    else {
      // Refused for a price that there was, and that was not below the amount.
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'LOW_BID' })
      const { current_price: met = 0 } = body
      expect(met === startPrice || log.some(({ amount: once }) => once === met)).toBe(true)
      expect(met).toBeGreaterThanOrEqual(Math.min(amount, startPrice))
      if (amount >= startPrice) expect(met).toBeGreaterThanOrEqual(amount)
    }
  }

  // Both instances know the last price.
  for (const instance of [0, 1]) {
    const low = await market.send(199, item, 'POST', 1, instance)
    expect(low).toMatchObject({ status: 400, body: { code: 'LOW_BID', current_price: Math.max(price, startPrice) } })
  }
}
