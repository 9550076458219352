import { setTimeout as sleep } from 'node:timers/promises'
import { topicNames } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import { createLogger } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import kafkajs from 'kafkajs'
import pg from 'pg'
import { bid, bidWell } from '../src/bidding.ts'
import { type Gavel, startGavel } from '../src/gavel.ts'
import { type ListedLot, listLot, readLot } from '../src/lots.ts'
import { type Ran, runGavel, watchGavel } from '../src/operator.ts'
import { as } from '../src/people.ts'
import { placeOrder, type Shelf, shelve } from '../src/shop/shop.ts'
import { until } from '../src/until.ts'

const slowMs = 300_000

/** What went wrong is told beside the output. */
function expectDone({ code, out, told }: Ran, said: string): void {
  if (code !== 0) throw new Error(`${out}${told}`)
  expect(out).toContain(said)
}

describe('an operator', () => {
  let gavel: Gavel
  let lot: ListedLot
  let shelf: Shelf
  let orderId: string
  beforeAll(async () => {
    gavel = await startGavel('operator')
    lot = await listLot(gavel, { reservePrice: 5_000 })
    for (const [index, amount] of [200, 300, 400].entries()) {
      await bidWell(gavel, lot, { paddleNumber: 102 + (index % 2), amount })
    }
    await listLot(gavel)
    shelf = await shelve(gavel, 9)
    orderId = (await placeOrder(gavel, 102, shelf)).orderId
    for (const watched of [lot.id, lot.id]) await as(gavel, 103).put(`auctions/${watched}/watch`)
    await as(gavel, 102).put('me/blocks/103')
  }, 120_000)
  afterAll(() => gavel?.stop(), 60_000)

  const number = () => String(lot.lotNumber)
  const atRest = async (lotId: string) => {
    const { rows } = await gavel.database.query('select version from command.streams where stream_id = $1', [lotId])
    await readLot(gavel.webUrl, lotId, Number(rows[0].version))
  }

  it(
    "reads a lot's log, and its state at any version",
    async () => {
      const log = await runGavel(gavel, 'log', number())
      expect(log).toMatchObject({ code: 0, told: '' })
      const lines = log.out.trim().split('\n')
      expect(lines[0]).toBe(`lot ${number()}, ${lot.id}`)
      expect(lines.slice(2).map((line) => line.split(/\s+/)[2])).toEqual([
        'auction.listed',
        'auction.opened',
        'bid.placed',
        'bid.placed',
        'bid.placed',
      ])
      const json = await runGavel(gavel, 'log', lot.id, '--json', '--from', '3', '--limit', '2')
      const events = json.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(events).toMatchObject([
        { version: 3, type: 'bid.placed', data: { amount: 200 } },
        { version: 4, data: { amount: 300, bidder: { paddleNumber: 103 } } },
      ])
      const state = JSON.parse((await runGavel(gavel, 'state', number(), '--version', '4', '--json')).out)
      expect(state).toMatchObject({
        auctionId: lot.id,
        version: 4,
        price: 300,
        status: 'active',
        terms: { reservePrice: 5_000 },
      })
      expect(state.bids).toHaveLength(2)
      expect((await runGavel(gavel, 'state', number())).out).toMatch(/^version +5$[\s\S]*3 bids stand\./m)

      for (const [args, reason] of [
        [['log', '999999'], 'There is no lot 999999'],
        [['state', number(), '--version', '6'], 'no version 6'],
        [['state', number(), '--version', 'x'], '--version takes a whole number'],
        [['log'], 'is missing'],
        [['log', '1', '2'], 'not understood: 2'],
        [['check', '999999'], 'There is no lot 999999'],
        [['check', 'order:999999'], '999999 is no id'],
        [['rebuild', 'command-api'], 'rebuild takes projector, query-api, search'],
      ] as const) {
        expect(await runGavel(gavel, ...args)).toMatchObject({ code: 1, told: expect.stringContaining(reason) })
      }
      expect(await runGavel(gavel, 'lgo')).toMatchObject({
        code: 2,
        told: expect.stringContaining('Unknown command "lgo"'),
      })
    },
    slowMs,
  )

  it(
    'finds where the views are not what the log says',
    async () => {
      await atRest(lot.id)
      const well = await runGavel(gavel, 'check')
      expect(well).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^2 lots, 1 order, 1 product, 1 SKU, 2 members, \d+ events: all agree\.\n$/),
      })

      const { database } = gavel
      await database.query('update projector.lots set price = 1 where id = $1', [lot.id])
      await database.query('delete from projector.bid_views where auction_id = $1 and version = 4', [lot.id])
      await database.query('update query.bids set amount = 7 where auction_id = $1 and version = 5', [lot.id])
      await database.query(`update query.lots set title = 'Another' where id = $1`, [lot.id])
      const ill = await runGavel(gavel, 'check', number(), '--wait', '1', '--json')
      expect(ill.code).toBe(3)
      const whats = (finding: { store: string; what: string }) => `${finding.store}: ${finding.what}`
      expect(JSON.parse(ill.out).findings.map(whats).sort()).toEqual([
        expect.stringMatching(/^projector: bid .* is not stored$/),
        'projector: minimumBid is stored as 2, and the log says 401',
        'projector: price is stored as 1, and the log says 400',
        expect.stringMatching(/^query-api: bid .*: amount is stored as 7, and the log says 400$/),
        expect.stringMatching(/^query-api: bidder .*102 stands at 400 .*, and his bids say 7 \(400, 5\)$/),
        'query-api: title is stored as "Another", and the log says "Inkstone with a dragon"',
      ])

      await database.query(`update projector.orders set view = jsonb_set(view, '{total}', '1') where id = $1`, [
        orderId,
      ])
      await database.query(`update query.orders set status = 'paid' where id = $1`, [orderId])
      await database.query('update query.skus set stock = 99 where id = $1', [shelf.skuId])
      await database.query('delete from query.products where id = $1', [shelf.productId])
      await database.query('update query.watches set watching = false')
      await database.query('delete from projector.member_marks')
      await database.query('update query.bid_progress set bid_count = 9 where auction_id = $1', [lot.id])
      await database.query('update query.standings set maximum = 9 where auction_id = $1', [lot.id])
      await database.query('update query.watch_counts set watch_count = 9, is_open = false where auction_id = $1', [
        lot.id,
      ])
      await database.query('update projector.lot_bidders set alias = alias + 7 where auction_id = $1', [lot.id])
      const strayId = '00000000-0000-7000-8000-000000000000'
      await database.query(
        `insert into projector.categories (id, version, code, name, created_at, updated_at) values ($1, 1, 'x', 'X', now(), now())`,
        [strayId],
      )
      const ofOthers = await runGavel(gavel, 'check', '--wait', '1')
      expect(ofOthers.code).toBe(3)
      for (const line of [
        `projector order ${orderId} total is stored as 1, and the log says 1000`,
        `query-api order ${orderId} status is stored as "paid", and the log says "created"`,
        `query-api SKU ${shelf.skuId} stock is stored as 99, and the log says 8`,
        `query-api product ${shelf.productId} the product is not stored`,
        `projector category ${strayId} the category is stored, and not in the log`,
        'the member is not stored',
        'bids are counted as 9 (up to version 5, 0 retracted), and there are 3 (5, 0)',
        /bidder \S+ stands at 300 \(maximum 9, version 4\), and his bids say 300 \(300, 4\)/,
        'is counted as watched by 9, and 0 watch it',
        'is listed as not open, and is active',
        /aliases is stored as \{"\S+":8,/,
        `watch:${lot.id} is stored as {"version":1,"isOn":false`,
      ]) {
        expect(ofOthers.out.replaceAll(/ +/g, ' ')).toMatch(line)
      }
      expect((await runGavel(gavel, 'check', `order:${orderId}`, '--wait', '0')).out).toContain('2 differences')
    },
    slowMs,
  )

  it(
    'builds the views anew, from all there is, while the house goes on',
    async () => {
      const { database } = gavel
      // Meanwhile the house goes on: bids are taken, and everybody reads them.
      const live = await listLot(gavel)
      await atRest(live.id)
      const stopping = new AbortController()
      const failures: unknown[] = []
      let seen = 0
      const bidding = (async () => {
        for (let amount = 200; !stopping.signal.aborted; amount += 1) {
          const result = await bid(gavel, live, { paddleNumber: 102 + (amount % 2), amount })
          if (result.kind !== 'acknowledged') failures.push(result)
          const { version } = await readLot(gavel.webUrl, live.id)
          if (version < seen) failures.push({ version, seen })
          seen = version
          await sleep(20)
        }
      })()
      // Somebody who reads for long is waited for, and told of; those who read meanwhile are not held up.
      const fewer = await runGavel(gavel, 'rebuild', 'projector')
      expect(fewer).toMatchObject({ code: 1, told: expect.stringContaining('categories (0 instead of 1)') })
      const tooLate = await runGavel(gavel, 'rebuild', 'query-api', '--since', new Date().toISOString())
      expect(tooLate).toMatchObject({ code: 1, told: expect.stringMatching(/fewer rows .* lots \(\d instead of 3\)/) })
      const reader = new pg.Client(gavel.scope.adminDatabaseUrl)
      await reader.connect()
      await reader.query('begin; select count(*) from projector.lots')
      const told = Promise.withResolvers<void>()
      const freeing = told.promise.then(() => reader.end())
      const hear = (part: string) => {
        if (part.includes('the old tables are in use by')) told.resolve()
      }
      const folded = await watchGavel(gavel, hear, 'rebuild', 'projector', '--anyway')
      told.resolve()
      await freeing
      expect(folded.out).toContain('They could not be put in their place yet: the old tables are in use by')
      expectDone(folded, 'The new tables of projector are in use.')
      const shown = await runGavel(gavel, 'rebuild', 'query-api')
      expectDone(shown, 'The new tables of query are in use.')
      const seenLast = seen
      stopping.abort()
      await bidding
      expect(failures).toEqual([])
      expect(seenLast).toBeGreaterThan(10)

      await atRest(live.id)
      expect((await runGavel(gavel, 'check')).out).toMatch(
        /^3 lots, 1 order, 1 product, 1 SKU, 2 members, \d+ events: all agree\.\n$/,
      )
      const { rows } = await database.query(
        `select nspname, count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where nspname like '%_next' group by 1`,
      )
      expect(rows).toEqual([])
    },
    slowMs,
  )

  it(
    'builds anew from the log what Kafka has lost',
    async () => {
      const kafka = new kafkajs.Kafka({
        brokers: gavel.scope.addresses.kafkaBrokers.split(','),
        logLevel: kafkajs.logLevel.NOTHING,
      })
      const admin = kafka.admin()
      await admin.connect()
      const topic = `${gavel.scope.topicPrefix}${topicNames.auctionEvents}`
      const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition }) => ({ partition, offset: '-1' }))
      await admin.deleteTopicRecords({ topic, partitions })
      await admin.disconnect()
      const refused = await runGavel(gavel, 'rebuild', 'projector')
      expect(refused).toMatchObject({ code: 1, told: expect.stringMatching(/lots \(0 instead of \d\)/) })

      const stopping = new AbortController()
      const bidding = (async () => {
        for (let amount = 1_000; !stopping.signal.aborted; amount += 1) {
          await bidWell(gavel, lot, { paddleNumber: 102 + (amount % 2), amount })
          await sleep(20)
        }
      })()
      const built = await runGavel(gavel, 'rebuild', 'projector', '--from', 'log')
      stopping.abort()
      await bidding
      expectDone(built, 'The new tables of projector are in use.')
      await atRest(lot.id)
      expect((await runGavel(gavel, 'check')).out).toMatch(/all agree\.\n$/)
    },
    slowMs,
  )

  it(
    'sees what consumers have put aside and puts it back',
    async () => {
      const messaging = createMessaging({
        brokers: gavel.scope.addresses.kafkaBrokers,
        clientId: 'e2e',
        topicPrefix: gavel.scope.topicPrefix,
        logger: createLogger({ service: 'e2e', level: 'silent', pretty: false }),
      })
      const producer = await messaging.createProducer()
      await producer.send([{ topic: topicNames.auctionViews, key: lot.id, value: Buffer.from('{}'), headers: {} }])
      await messaging.stop()
      const letters = await until('it is put aside', async () => {
        const { out } = await runGavel(gavel, 'dead-letters', 'list', '--topic', 'auction.views', '--json')
        const found = JSON.parse(out)
        // The tables and the search index are two consumers.
        if (found.length < 2) throw new Error(`there are ${found.length}`)
        return found
      })
      const letter = { topic: 'auction.views', key: lot.id, replayedAt: null, reason: 'decode_failed' }
      expect(letters).toMatchObject([letter, letter])
      const name = `auction.views@${letters[0].offset}`
      expect((await runGavel(gavel, 'dead-letters', 'show', name)).out).toMatch(/\n\n\{\}\n$/)
      const replayed = await runGavel(gavel, 'dead-letters', 'replay', '--topic', 'auction.views', '--all')
      expect(replayed.out).toContain(`${name}: a message of ${lot.id} is put back onto partition`)
      const again = await runGavel(gavel, 'dead-letters', 'replay', 'auction.views@999')
      expect(again).toMatchObject({ code: 1, told: expect.stringContaining('no dead letter auction.views@999') })
    },
    slowMs,
  )

  it(
    'sees who is behind',
    async () => {
      await gavel.service('projector').kill('SIGKILL')
      await bidWell(gavel, lot, { paddleNumber: 102, amount: 9_000 })
      await until('the bid is in the topic', async () => {
        const { out } = await runGavel(gavel, 'lag', '--json')
        const late = JSON.parse(out).some(({ topic, group }: Record<string, string>) => {
          return topic === 'auction.events' && /^projector\.[0-9a-f]{8}$/.test(group ?? '')
        })
        if (!late) throw new Error(out)
      })
      await gavel.service('projector').start()
      await until('all is handled', async () => {
        const { out } = await runGavel(gavel, 'lag')
        if (!out.includes('none is behind')) throw new Error(out)
      })
      expect((await runGavel(gavel, 'lag', '--all')).out).toMatch(/query-api\.live\S* +auction\.views +follows live/)
      expect((await runGavel(gavel, 'outbox', 'list')).out).toContain('0 FAILED')
      expect((await runGavel(gavel, 'check', '--wait', '20')).code).toBe(0)
    },
    slowMs,
  )
})
