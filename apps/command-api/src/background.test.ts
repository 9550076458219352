import { createLogger } from '@gavel/service-kit'
import { expect, it } from '@jest/globals'
import { inBackground } from './background.ts'

const logger = createLogger({ service: 'test', level: 'silent', pretty: false })

it('tries until it succeeds', async () => {
  const done = Promise.withResolvers<void>()
  let tries = 0
  const background = inBackground(
    'connect',
    async () => {
      tries += 1
      if (tries < 3) throw new Error('away')
      done.resolve()
      return 'connected'
    },
    logger,
  )
  expect(background.result()).toBeUndefined()
  await done.promise
  expect(await background.stop()).toBe('connected')
  expect(tries).toBe(3)
})

it('ends the waiting when it is stopped, and hands over what came in meanwhile', async () => {
  const failing = inBackground('connect', () => Promise.reject(new Error('away')), logger)
  expect(await failing.stop()).toBeUndefined()
  const answer = Promise.withResolvers<string>()
  const late = inBackground('connect', () => answer.promise, logger)
  const stopped = late.stop()
  answer.resolve('connected')
  expect(await stopped).toBe('connected')
})
