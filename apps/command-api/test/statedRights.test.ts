import { rightsFaults } from '@gavel/service-kit/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import express from 'express'
import { type CommandSideFixture, startCommandSide, tokenOf } from './commandSide.fixture.ts'
import { ofOwnPage } from './page.fixture.ts'

let side: CommandSideFixture
beforeAll(async () => {
  side = await startCommandSide()
})
afterAll(() => side.stop())

it('lets in whom each route says, and nobody else', async () => {
  const tokens = { member: await tokenOf(7_001), administrator: await tokenOf(7_002, ['bidder', 'administrator']) }
  // Asked as by our own page: to everybody else some routes are closed whatever his rights.
  const app = express()
  app.use((req, _res, next) => {
    for (const [name, value] of Object.entries(ofOwnPage)) req.headers[name.toLowerCase()] = value
    next()
  }, side.app.router)
  // It takes a refresh token, and has a status of its own where there is none.
  expect(await rightsFaults(app, tokens, ['get /auth/refresh'])).toEqual([])
})
