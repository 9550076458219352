import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { samplePersonsToken } from '../people.ts'
import { type SampleProduct, sampleProducts } from './products.ts'
import { answerTimeoutMs, isProblem, jsonOf, post } from './request.ts'
import { listed, untilVisible } from './visible.ts'

const shelved = z.object({
  productNumber: z.int(),
  name: z.string(),
  skus: z.array(z.object({ skuNumber: z.int(), code: z.string() })),
})
export type Shelved = z.output<typeof shelved>

/**
 * Puts each sample product on the shelf, as root, unless one of its name is there; what was sold stays sold. An
 * Idempotency-Key keeps two starts at once from shelving it twice. Gives the samples, in their order.
 * @throws Error with the answer when a service refuses
 */
export async function shelveSampleProducts(webUrl: string): Promise<readonly Shelved[]> {
  const token = await samplePersonsToken('root')
  const names = new Set(sampleProducts.map(({ name }) => name))
  const there = await listed(new URL('/v1/products', webUrl), {
    item: shelved,
    isWanted: ({ name }) => names.has(name),
  })
  const samples: Shelved[] = []
  for (const product of sampleProducts) {
    // Lists are newest first: of several it is the one that was there before.
    const found = there.findLast(({ name }) => name === product.name)
    samples.push(found ?? (await shelve(webUrl, token, product)))
  }
  return samples
}

async function shelve(webUrl: string, token: string, product: SampleProduct): Promise<Shelved> {
  const key = { 'Idempotency-Key': `sample-product-${encodeURIComponent(product.name)}` }
  const deadlineMs = performance.now() + answerTimeoutMs
  let answer = await post(`${webUrl}/v1/products`, token, product, key)
  // Another start is at it.
  while ((await isProblem(answer, 409, 'in_progress')) && performance.now() < deadlineMs) {
    await sleep(200)
    answer = await post(`${webUrl}/v1/products`, token, product, key)
  }
  const sample = shelved.parse(await jsonOf(answer))
  await untilVisible(`${webUrl}/v1/products/${sample.productNumber}`)
  return sample
}
