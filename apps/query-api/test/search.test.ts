import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { history } from './lots.ts'
import { createSearchWorld, type Searcher, type SearchWorld, untilCaching } from './searchWorld.ts'

let world: SearchWorld
let searcher: Searcher
beforeAll(async () => {
  world = await createSearchWorld()
  searcher = await world.searcher()
  await world.take([
    history(1, {
      title: 'Ormolu mantel clock',
      description: 'French, eight days',
      price: 500,
      category: 'clocks',
    }).lotAt(2),
    history(2, {
      title: 'Carriage clock',
      description: 'With a repeater',
      price: 900,
      category: 'clocks',
      currency: 'USD',
    }).lotAt(2),
    history(3, {
      title: '청자 매병',
      description: '고려, 학 무늬',
      price: 9_000,
      category: 'ceramics',
      status: 'scheduled',
    }).lotAt(1),
    history(4, {
      title: 'Silver spoon',
      description: 'A clockmaker owned it',
      price: 50,
      category: 'silver',
      status: 'completed',
    }).lotAt(2),
  ])
  await untilCaching(searcher)
})
afterAll(() => world.drop())

describe('a search', () => {
  it.each([
    ['ormolu', [1]],
    ['ormulu', [1]],
    ['orm', [1]],
    ['french clock', [1]],
    ['clock', [2, 1, 4]],
    ['청자', [3]],
    ['고려 학', [3]],
    ['bicycle', []],
  ])('for %s', async (text, numbers) => {
    expect(await searcher.numbers({ text, sort: 'relevance' })).toEqual(numbers)
    expect(await searcher.numbers({ text, sort: 'relevance' })).toEqual(numbers)
  })
})
