import { Problem } from '@gavel/service-kit'
import { expect, it } from '@jest/globals'
import { createHashing } from './hashing.ts'

it('is bounded: who comes when 200 wait is told to come back', async () => {
  const hashing = createHashing()
  const asked = await Promise.allSettled(Array.from({ length: 205 }, () => hashing.hash('three rusty anvils')))
  const refused = asked.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  expect(refused).toHaveLength(3)
  for (const error of refused) {
    expect(error).toBeInstanceOf(Problem)
    expect(error).toMatchObject({ code: 'retry_later', headers: { 'Retry-After': '2' } })
  }
  expect(await hashing.verifyNone('three rusty anvils')).toBe(false)
}, 30_000)
