import { rightsFaults } from '@gavel/service-kit/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type CommandSideFixture, startCommandSide, tokenOf } from './commandSide.fixture.ts'

let side: CommandSideFixture
beforeAll(async () => {
  side = await startCommandSide()
})
afterAll(() => side.stop())

it('lets in whom each route says, and nobody else', async () => {
  const tokens = { member: await tokenOf(7_001), administrator: await tokenOf(7_002, ['bidder', 'administrator']) }
  // It takes a refresh token, and has a status of its own where there is none.
  expect(await rightsFaults(side.app, tokens, ['get /auth/refresh'])).toEqual([])
})
