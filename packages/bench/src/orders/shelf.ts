import { setTimeout as sleep } from 'node:timers/promises'
import { developmentToken } from '@gavel/launcher'
import { z } from 'zod'

const administratorsPaddle = 3
const skusPerProduct = 100
/** Nobody orders so many in a round. */
const stock = 100_000_000
const limitMs = 10 * 60_000
const betweenMs = 20

/** A SKU as command-api has it. */
export type Shelved = { productId: string; skuId: string }

const product = z.object({ id: z.string(), skus: z.array(z.object({ id: z.string() })) })
const revised = z.object({ stock: z.int(), version: z.int() })
const found = z.object({ total: z.int() })

/** What an administrator does while nothing is measured. */
export async function createShelf(commandApiUrl: string, queryApiUrl: string) {
  const token = await developmentToken('root', administratorsPaddle, ['bidder', 'administrator'])
  const shelved: Shelved[] = []

  async function call<S extends z.ZodType>(
    schema: S,
    method: string,
    url: string,
    body?: unknown,
  ): Promise<z.output<S>> {
    const answer = await fetch(url, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = await answer.text()
    if (!answer.ok || answer.status === 202) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`)
    return schema.parse(JSON.parse(text))
  }

  /** So many of each SKU have been ordered, ever. */
  async function ordered({ productId, skuId }: Shelved): Promise<number> {
    // A change of nothing: it writes nothing, and says what there is.
    const path = `${commandApiUrl}/v1/products/${productId}/skus/${skuId}`
    return stock - (await call(revised, 'PATCH', path, { stockChange: 0 })).stock
  }

  return {
    /** New SKUs, each with more than anybody orders. */
    async add(count: number): Promise<readonly Shelved[]> {
      const added: Shelved[] = []
      while (added.length < count) {
        const skus = Array.from({ length: Math.min(skusPerProduct, count - added.length) }, (_, index) => ({
          code: `sku-${index}`,
          price: 1_000,
          currency: 'JPY',
          stock,
        }))
        const { id, skus: made } = await call(product, 'POST', `${commandApiUrl}/v1/products`, {
          name: 'Benched',
          skus,
        })
        added.push(...made.map((sku) => ({ productId: id, skuId: sku.id })))
      }
      shelved.push(...added)
      return added
    },
    /** How long it takes until the search finds every order that was ever placed, from now. @throws Error after 10 minutes */
    async catchUpMs(): Promise<number> {
      const beginMs = performance.now()
      const counts = await Promise.all(shelved.map(ordered))
      const total = counts.reduce((sum, count) => sum + count, 0)
      while ((await call(found, 'GET', `${queryApiUrl}/v1/search/orders?limit=1`)).total < total) {
        if (performance.now() - beginMs > limitMs) throw new Error(`the search does not find all of ${total} orders`)
        await sleep(betweenMs)
      }
      return performance.now() - beginMs
    },
  }
}
export type Shelf = Awaited<ReturnType<typeof createShelf>>
