import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Call, caller } from './call.ts'
import { people, rival, tokenOf } from './people.ts'

const lot = z.object({ id: z.uuid(), lotNumber: z.int(), version: z.int() })
const bid = z.object({ bidId: z.uuid(), version: z.int() })
const offer = z.object({ offerId: z.uuid(), version: z.int() })
const sku = z.object({ id: z.uuid(), skuNumber: z.int() })
const product = z.object({ id: z.uuid(), productNumber: z.int(), skus: z.array(sku) })
const order = z.object({ orderId: z.uuid(), correlationId: z.string() })
const session = z.object({ user: z.object({ paddleNumber: z.int(), id: z.uuid() }), refreshToken: z.string() })
const ordersFound = z.object({ items: z.array(z.object({ id: z.uuid() })) })

/** What there is to be named in requests, of every kind and in every state. */
export type Furniture = Awaited<ReturnType<typeof furnish>>

const hourMs = 3_600_000
const waitLimitMs = 60_000
const copies = Array.from({ length: 8 })

/** `mine` sells to a rival and buys of him; several of each, as what is fuzzed is also cancelled, bought and ended. */
export async function furnish(webUrl: string, paddleNumber: number) {
  const [me, other, root] = await Promise.all(
    [paddleNumber, rival, people.administrator].map(async (paddle) => caller(webUrl, await tokenOf(paddle))),
  )
  if (me === undefined || other === undefined || root === undefined) throw new Error('three were asked for')

  const list = async (seller: Call, terms: object = {}, endsInMs = hourMs, opensInMs = 0) =>
    lot.parse(
      await seller('POST', '/v1/auctions', {
        title: 'Inkstone with a dragon',
        description: 'Listed to be fuzzed',
        category: 'writing',
        currency: 'JPY',
        startingPrice: 100,
        increments: 'any',
        softClose: 'off',
        startsAt: new Date(Date.now() + opensInMs).toISOString(),
        endsAt: new Date(Date.now() + opensInMs + endsInMs).toISOString(),
        ...terms,
      }),
    )
  const bidOn = async (bidder: Call, { id }: { id: string }, amount: number) =>
    bid.parse(await bidder('POST', `/v1/auctions/${id}/bids`, { type: 'max', amount })).bidId
  const many = <T>(make: () => Promise<T>): Promise<readonly T[]> => Promise.all(copies.map(make))

  const categories = [`fuzzed-${paddleNumber}`, 'writing']
  await root('POST', '/v1/categories', { code: categories[0], name: 'Fuzzed' })
  const shelved = product.parse(
    await root('POST', '/v1/products', {
      name: 'Gavel',
      skus: [
        { code: 'oak', price: 1_000, currency: 'JPY', stock: 1_000_000_000 },
        { code: 'rosewood', price: 5_000, currency: 'KRW', stock: 1 },
      ],
    }),
  )
  const [oak] = shelved.skus
  const orders = await many(async () => order.parse(await me('POST', '/v1/orders', { skuId: oak?.id, quantity: 2 })))

  const quiet = await many(() => list(me))
  const later = await many(() => list(me, { reservePrice: 900 }, hourMs, hourMs))
  const sought = await many(() => list(me, { buyNowPrice: 100_000, reservePrice: 5_000 }))
  const offered = await many(() => list(other, { buyNowPrice: 100_000 }))
  const won = await many(() => list(other, {}, 4_000))
  const sold = await many(() => list(me, {}, 4_000))
  const unsold = await many(() => list(me, { reservePrice: 10_000 }, 4_000))
  const missed = await many(() => list(other, { reservePrice: 10_000 }, 4_000))
  await Promise.all([...sought, ...sold, ...unsold].map((each) => bidOn(other, each, 200)))
  await Promise.all([...won, ...missed].map((each) => bidOn(me, each, 300)))
  const bids = await Promise.all(offered.slice(0, 3).map((each) => bidOn(me, each, 300)))
  const ended = [...won, ...sold, ...unsold, ...missed]
  await Promise.all(ended.map((each) => until(async () => statusOf(me, each.id), 'completed')))
  const askFor = async (seller: Call, { id }: { id: string }) =>
    offer.parse(await seller('POST', `/v1/auctions/${id}/offers`, { expiresInSec: 3_600 })).offerId
  const offers = await Promise.all([
    ...unsold.slice(copies.length / 2).map((each) => askFor(me, each)),
    ...missed.map((each) => askFor(other, each)),
  ])
  await me('PUT', `/v1/auctions/${offered[0]?.id}/watch`)
  const found = async () => ordersFound.parse(await me('GET', '/v1/me/orders')).items
  await until(async () => (await found()).length >= orders.length + won.length, true)

  const email = `fuzzed-${paddleNumber}@gavel.example`
  const member = { email, username: `Fuzzed ${paddleNumber}`, password: 'three rusty anvils' }
  const { user, refreshToken } = session.parse(await caller(webUrl)('POST', '/v1/auth/signup', member))
  const lots = [...quiet, ...later, ...sought, ...offered, ...ended]
  return {
    ...member,
    refreshToken,
    lots: lots.flatMap(({ id, lotNumber }) => [id, String(lotNumber)]),
    open: idsOf(offered.slice(bids.length)),
    openNumbers: offered.slice(bids.length).map(({ lotNumber }) => lotNumber),
    won: idsOf(won),
    sold: idsOf(sold),
    unsold: idsOf(unsold.slice(0, copies.length / 2)),
    bidOn: idsOf(offered.slice(0, bids.length)),
    lotIds: lots.map(({ id }) => id),
    lotNumbers: lots.map(({ lotNumber }) => lotNumber),
    categories,
    bids,
    offers,
    orders: (await found()).map(({ id }) => id),
    correlationIds: orders.map(({ correlationId }) => correlationId),
    products: [shelved.id, String(shelved.productNumber)],
    skus: shelved.skus.flatMap(({ id, skuNumber }) => [id, String(skuNumber)]),
    skuNumbers: shelved.skus.map(({ skuNumber }) => skuNumber),
    paddles: [paddleNumber, rival, user.paddleNumber],
    users: [user.id],
  }
}

const idsOf = (lots: readonly { id: string }[]): readonly string[] => lots.map(({ id }) => id)

const shown = z.object({ status: z.string() })

const statusOf = async (call: Call, id: string): Promise<string> =>
  shown.parse(await call('GET', `/v1/auctions/${id}`)).status

/** Refusals are waited out too: the read side follows a moment later. */
async function until<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  const deadlineMs = performance.now() + waitLimitMs
  for (;;) {
    const seen = await read().catch((error: unknown) => error)
    if (seen === wanted) return
    if (performance.now() > deadlineMs) throw new Error(`still ${String(seen)} instead of ${String(wanted)}`)
    await sleep(100)
  }
}
