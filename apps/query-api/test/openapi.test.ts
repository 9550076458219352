import { routeFaults } from '@gavel/service-kit/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { operations } from '../src/openapi.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

it('describes every route that there is, for whom it is, and no other', () => {
  expect(routeFaults(world.app.http, operations)).toEqual([])
})
