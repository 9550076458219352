import {
  developmentToken,
  listSampleLots,
  nameSampleCategories,
  sampleLots,
  samplePeople,
  sampleProducts,
  shelveSampleProducts,
} from '@gavel/launcher'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { z } from 'zod'
import { type Gavel, startGavel } from '../src/gavel.ts'
import { send } from '../src/http.ts'
import { until } from '../src/until.ts'

let gavel: Gavel
beforeAll(async () => {
  gavel = await startGavel('samples')
}, 180_000)
afterAll(() => gavel?.stop(), 60_000)

const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })
const category = z.object({ code: z.string(), name: z.string() })
const lot = z.object({ title: z.string(), category: z.string() })

const read = async <S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> =>
  schema.parse((await send(`${gavel.webUrl}/v1/${path}`, { method: 'GET' })).body)

it('a start, another one at the same time and a later one leave each sample once, under a category with a name', async () => {
  const start = async () => {
    await nameSampleCategories(gavel.webUrl)
    return listSampleLots(gavel.webUrl)
  }
  await Promise.all([start(), start()])
  await start()
  await until('every sample is listed once, and every category has its name', async () => {
    const lots = (await read(page(lot), 'auctions?limit=100')).items
    const titles = lots.map(({ title }) => title)
    expect(titles).toHaveLength(sampleLots.length)
    expect(new Set(titles)).toEqual(new Set(sampleLots.map(({ title }) => title)))
    const { items: categories } = await read(page(category), 'categories')
    expect(new Set(lots.map((one) => one.category))).toEqual(new Set(categories.map(({ code }) => code)))
    for (const { code } of categories) {
      expect((await read(page(lot), `auctions?category=${code}`)).items.length).toBeGreaterThan(0)
    }
  })
})

it('a category is read as it was renamed, and keeps that name at later starts', async () => {
  const token = await developmentToken('root', samplePeople.root, ['bidder', 'administrator'])
  const renamed = await send(`${gavel.webUrl}/v1/categories/prints`, {
    method: 'PATCH',
    token,
    json: { name: 'Prints, old' },
  })
  const { version } = z.object({ version: z.int() }).parse(renamed.body)
  await nameSampleCategories(gavel.webUrl)
  const read = await send(`${gavel.webUrl}/v1/categories/prints?atLeast=${version}`)
  expect(read).toMatchObject({ status: 200, body: { code: 'prints', name: 'Prints, old', version } })
})

const product = z.object({
  productNumber: z.int(),
  name: z.string(),
  skus: z.array(
    z.object({ skuNumber: z.int(), code: z.string(), price: z.int(), currency: z.string(), stock: z.int() }),
  ),
})

it('the sample products are on the shelf once, whoever starts at once or later, and sell', async () => {
  const [shelved, meanwhile] = await Promise.all([
    shelveSampleProducts(gavel.webUrl),
    shelveSampleProducts(gavel.webUrl),
  ])
  expect(meanwhile).toEqual(shelved)
  const [first] = shelved.flatMap(({ skus }) => skus)
  const token = await developmentToken('bob', samplePeople.bob)
  const ordered = await send(`${gavel.webUrl}/v1/orders`, {
    method: 'POST',
    token,
    json: { skuId: first?.skuNumber, quantity: 40 },
  })
  expect(ordered.status).toBe(201)
  expect(await shelveSampleProducts(gavel.webUrl)).toEqual(shelved)
  await until('each is there once, and what was sold stays sold', async () => {
    const { items } = await read(page(product), 'products?limit=100')
    const isFirst = (skuNumber: number) => skuNumber === first?.skuNumber
    const wanted = sampleProducts.map(({ name, skus }, index) => ({
      name,
      productNumber: shelved[index]?.productNumber,
      skus: skus.map((sku, place) => {
        const skuNumber = shelved[index]?.skus[place]?.skuNumber ?? 0
        return { ...sku, skuNumber, stock: isFirst(skuNumber) ? sku.stock - 40 : sku.stock }
      }),
    }))
    const byNumber = items.toSorted((one, other) => one.productNumber - other.productNumber)
    expect(byNumber).toEqual(wanted.toSorted((one, other) => (one.productNumber ?? 0) - (other.productNumber ?? 0)))
  })
})
