import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import type { Gavel } from '../gavel.ts'
import { send } from '../http.ts'
import { until } from '../until.ts'
import { newAddress, password } from './member.ts'

const tokens = z.object({ atk: z.string(), rtk: z.string() })
const item = z.object({ id: z.int(), current_price: z.int(), bids: z.array(z.object({ bid_amount: z.int() })) })

const raisers = 12
const raisesEach = 5

/** The older accounts service, as its clients used it: nothing here knows of `/v1`. */
export function classicMarketScenarios(here: () => Gavel): void {
  describe('the older accounts service', () => {
    it('serves its clients from the sign-up to the last raise', async () => {
      const c_code = `c-${randomUUID()}`
      const seller = await signUp('seller')
      const called = await call('POST', '/category', seller.atk, { c_code, c_name: 'Clocks' })
      expect(called).toMatchObject({ status: 201, body: { c_code, c_name: 'Clocks' } })
      await until('the category is listed', async () => {
        expect((await call('GET', '/categories')).body).toContainEqual({ c_code, c_name: 'Clocks' })
      })
      const over = { start_datetime: '2026-01-01 00:00:00', end_datetime: '2026-01-02 00:00:00' }
      expect(await call('POST', '/auction/item', seller.atk, { ...clock(c_code), ...over })).toMatchObject({
        status: 400,
      })
      const { id } = await listItem(seller.atk, c_code)
      const inRange = `/auction/items/search?c_code=${c_code}&minPrice=1000&maxPrice=2000`
      await until('the search finds it', async () => {
        expect((await call('GET', inRange)).body).toMatchObject({ items: [{ id, c_code, current_price: 1_000 }] })
      })

      const people = await Promise.all(Array.from({ length: raisers }, (_, index) => signUp(`raiser-${index}`)))
      // All at once, each of them again and again: his first bid by POST, his raises by PATCH.
      const accepted = await Promise.all(people.map((person, index) => raise(person.atk, id, 1_000 + index)))
      const amounts = accepted.flat().toSorted((one, other) => other - one)
      expect(new Set(amounts).size).toBe(amounts.length)
      await until('the item shows every bid', async () => {
        const read = item.parse((await call('GET', `/auction/item/${id}`)).body)
        expect(read.bids.map(({ bid_amount }) => bid_amount)).toEqual(amounts)
        // Bids come by a topic of their own: the item they are on may be a moment behind.
        expect(read.current_price).toBe(amounts[0])
      })
      await until('the search knows the price', async () => {
        const wide = (await call('GET', `/auction/items/search?c_code=${c_code}`)).body
        expect(wide).toMatchObject({ items: [{ id, current_price: amounts[0] }] })
      })
    }, 60_000)

    it('rotates its refresh tokens', async () => {
      const { atk, rtk } = await signUp('patient')
      expect(await call('GET', '/auth/refresh')).toMatchObject({ status: 401 })
      expect(await call('GET', '/auth/refresh', atk)).toMatchObject({ status: 400 })
      const second = tokens.parse((await call('GET', '/auth/refresh', rtk)).body)
      const third = tokens.parse((await call('GET', '/auth/refresh', second.rtk)).body)
      expect(await call('GET', '/user/me', third.atk)).toMatchObject({ status: 200, body: { username: 'patient' } })
      expect(await call('GET', '/auth/refresh', rtk)).toMatchObject({ status: 403 })
      expect(await call('GET', '/auth/refresh', third.rtk)).toMatchObject({ status: 403 })
    })

    const call = (method: 'GET' | 'POST' | 'PATCH', path: string, token?: string, json?: unknown) =>
      send(`${here().webUrl}${path}`, {
        method,
        ...(token === undefined ? {} : { token }),
        ...(json === undefined ? {} : { json }),
      })

    async function signUp(username: string) {
      const answer = await call('POST', '/auth/signup', undefined, { username, email: newAddress(username), password })
      expect(answer).toMatchObject({ status: 201 })
      return tokens.parse(answer.body)
    }

    const day = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

    const clock = (c_code: string) => ({
      c_code,
      title: 'Longcase clock',
      content: 'Eight days',
      start_price: 1_000,
      start_datetime: day(Date.now() - 1_000),
      end_datetime: day(Date.now() + 3_600_000),
    })

    async function listItem(atk: string, c_code: string): Promise<{ id: number }> {
      const answer = await call('POST', '/auction/item', atk, clock(c_code))
      expect(answer).toMatchObject({ status: 201 })
      return z.object({ id: z.int() }).parse(answer.body)
    }

    /** The amounts that were accepted. What is too low is refused, and nothing else may be. */
    async function raise(atk: string, item_id: number, first: number): Promise<readonly number[]> {
      const taken: number[] = []
      for (let round = 0; round < raisesEach; round += 1) {
        const bid_amount = first + round * 100
        const answer = await call(taken.length === 0 ? 'POST' : 'PATCH', '/auction/bid', atk, { item_id, bid_amount })
        if (answer.status < 300) taken.push(bid_amount)
        else expect(answer).toMatchObject({ status: 400, body: { code: 'LOW_BID' } })
      }
      return taken
    }
  })
}
