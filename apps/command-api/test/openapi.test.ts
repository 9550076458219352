import { routeFaults } from '@gavel/service-kit/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { operations } from '../src/openapi.ts'
import { type CommandSideFixture, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
beforeAll(async () => {
  side = await startCommandSide()
})
afterAll(() => side.stop())

it('describes every route that there is, for whom it is, and no other', () => {
  expect(routeFaults(side.app, operations)).toEqual([])
})
