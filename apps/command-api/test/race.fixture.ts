import { expect } from '@jest/globals'
import type { Rule } from '../src/auction/auctionHouse.ts'
import { bidOf, type Houses, type Went } from './auctionHouses.fixture.ts'

/** Enough for either of two to be the first, again and again. */
export const turns = Array.from({ length: 30 }, (_, turn) => turn)

/** Races of two commands on one lot. A test that ends with `expectBoth` has seen each of them win. */
export function createRaces(houses: Houses) {
  const { clock } = houses.side
  const winners = new Set<string>()
  let tickMs = 0

  function run<Answer>(house: number, id: string, rule: Rule<Answer, { code: string }>): Promise<Went<Answer>> {
    return houses.run(house, id, (lot, nowMs, blocked) => {
      clock.nowMs += tickMs
      tickMs = 0
      return rule(lot, nowMs, blocked)
    })
  }

  return {
    run,

    bid: (house: number, id: string, paddle: number, type: 'exact' | 'max', amount: number) =>
      run(house, id, bidOf(paddle, type, amount).rule),

    /**
     * Both at once, on different instances, each of which has the lot in mind; the one that is begun first in turns.
     * `passesMs`: the clock goes on by so much as soon as the first of them was judged, so that the other is judged
     * later, and the first too should it have to be judged again.
     */
    async race<One, Other>(
      turn: number,
      id: string,
      one: () => Promise<One>,
      other: () => Promise<Other>,
      passesMs = 0,
    ): Promise<readonly [One, Other]> {
      await houses.states(id)
      tickMs = passesMs
      if (turn % 2 === 0) return Promise.all([one(), other()])
      const second = other()
      return Promise.all([one(), second])
    },

    won: (who: string) => winners.add(who),

    /** Races that always end the same way are none. */
    expectBoth(...both: readonly string[]): void {
      const seen = [...winners].sort()
      winners.clear()
      expect(seen).toEqual([...both].sort())
    },

    typesIn: async (id: string): Promise<readonly string[]> => (await houses.log(id)).map(({ type }) => type),
  }
}

export type Races = ReturnType<typeof createRaces>
