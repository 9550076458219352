import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import type { Gavel } from '../gavel.ts'
import { send } from '../http.ts'
import { listingBody } from '../lots.ts'
import { as } from '../people.ts'
import { until } from '../until.ts'

const found = z.object({
  items: z.array(z.object({ id: z.uuid(), price: z.int(), title: z.string() })),
  total: z.int(),
  nextCursor: z.string().nullable(),
})

const [dealer, buyer] = [701, 702]
const lotsCount = 40

export function searchScenarios(here: () => Gavel): void {
  describe('the search', () => {
    it('shows the price of now in a page it has cached, and lets a lot go that leaves the range', async () => {
      const category = newCategory()
      const id = await listIn(category, { title: 'Ormolu mantel clock', startingPrice: 100 })
      const cheap = `category=${category}&maxPrice=150`
      await untilFound(`category=${category}`, [id])
      expect((await search(cheap)).items).toMatchObject([{ id, price: 100 }])

      expect(await bid(id, 150)).toMatchObject({ status: 201 })
      await until('the price is the new one', async () => {
        for (const query of [`category=${category}`, cheap]) {
          expect((await search(query)).items).toMatchObject([{ id, price: 150 }])
        }
      })
      expect(await bid(id, 151)).toMatchObject({ status: 201 })
      await untilFound(cheap, [])
      expect((await search(`category=${category}&q=ormlu`)).items).toMatchObject([{ id, price: 151 }])
    })

    it('finds every lot, whichever instance asks and whatever is killed meanwhile', async () => {
      const gavel = here()
      const category = newCategory()
      const ids: string[] = []
      const reader = gavel.service('query-api', gavel.system.queryApiUrls.length)
      for (let number = 1; number <= lotsCount; number += 1) {
        ids.push(await listIn(category, { title: `Spoon number ${number}`, startingPrice: number }))
        // Somebody is always searching, so that there is always something cached that is soon to be wrong.
        await search(`category=${category}&limit=100`).catch(() => {})
        if (number === lotsCount / 2) await reader.kill('SIGKILL')
        if (number === lotsCount - 5) await reader.start()
      }
      await untilFound(`category=${category}&limit=100`, ids.toReversed())
      for (const url of gavel.system.queryApiUrls) {
        const page = await searchAt(url, `category=${category}&sort=price_asc&minPrice=5&limit=100`)
        expect(page.items.map(({ price }) => price)).toEqual(
          Array.from({ length: lotsCount - 4 }, (_, index) => index + 5),
        )
      }
    }, 90_000)

    const newCategory = (): string => `c-${randomUUID()}`

    async function searchAt(baseUrl: string, query: string) {
      const answer = await send(`${baseUrl}/v1/search/auctions?${query}`)
      if (answer.status !== 200) throw new Error(`the search answered ${answer.status}: ${answer.text}`)
      return found.parse(answer.body)
    }

    const search = (query: string) => searchAt(here().webUrl, query)

    const untilFound = (query: string, ids: readonly string[]) =>
      until(`the search for ${query} finds ${ids.length}`, async () => {
        const page = await search(query)
        expect(page.items.map(({ id }) => id)).toEqual(ids)
        expect(page.total).toBe(ids.length)
      })

    async function listIn(category: string, lot: { title: string; startingPrice: number }): Promise<string> {
      const answer = await as(here(), dealer).post('auctions', { ...listingBody(), ...lot, category })
      if (answer.status !== 201) throw new Error(`listing answered ${answer.status}: ${answer.text}`)
      return z.object({ id: z.uuid() }).parse(answer.body).id
    }

    const bid = (id: string, amount: number) =>
      as(here(), buyer).post(`auctions/${id}/bids`, { type: 'exact', amount, confirm: true })
  })
}
