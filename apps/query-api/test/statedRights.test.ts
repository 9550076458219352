import { signDevelopmentToken } from '@gavel/service-kit'
import { rightsFaults } from '@gavel/service-kit/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { administrator, bidder } from './lots.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

it('lets in whom each route says, and nobody else', async () => {
  const tokens = {
    member: await signDevelopmentToken(bidder(77)),
    administrator: await signDevelopmentToken(administrator),
  }
  expect(await rightsFaults(world.app.http, tokens)).toEqual([])
})
