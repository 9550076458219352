import { expect, it } from '@jest/globals'
import { createFakeClock } from '../../test/fakeClock.ts'
import { createAudience } from './audience.ts'

const numberIn = ({ event }: { event: { text: Buffer } }): number => Number(/\d+/.exec(event.text.toString())?.[0])

function counted() {
  const clock = createFakeClock()
  const told: { atMs: number; viewers: number }[] = []
  const audience = createAudience({
    clock,
    onDue: () => told.push({ atMs: clock.nowMs(), viewers: numberIn(audience.told()) }),
  })
  return { clock, audience, told }
}

it('a newcomer is told how many there are with him', () => {
  const { audience } = counted()
  expect([audience.joined(), audience.joined(), audience.joined()].map(numberIn)).toEqual([1, 2, 3])
})

it('the others are told every 2 s at most, and only when somebody came or went', () => {
  const { audience, clock, told } = counted()
  for (let second = 0; second < 5; second += 1) {
    for (let count = 0; count < 10; count += 1) {
      audience.joined()
      clock.pass(100)
    }
  }
  clock.pass(10_000)
  expect(told).toEqual([
    { atMs: 0, viewers: 1 },
    { atMs: 2_000, viewers: 20 },
    { atMs: 4_000, viewers: 40 },
    { atMs: 6_000, viewers: 50 },
  ])
})

it('one who came while another went is put right, although the number is the old one', () => {
  const { audience, clock } = counted()
  audience.joined()
  clock.pass(3_000)
  audience.left()
  audience.joined()
  const before = audience.told()
  expect(numberIn(audience.joined())).toBe(2)
  audience.left()
  clock.pass(2_000)
  const after = audience.told()
  expect(after.count).toBe(before.count + 1)
  expect(numberIn(after)).toBe(1)
})

it('what is written anyway takes the number along as soon as it may', () => {
  const { audience, clock } = counted()
  audience.joined()
  clock.pass(1_000)
  audience.joined()
  expect(numberIn(audience.told())).toBe(1)
  clock.spend(1_000)
  expect(numberIn(audience.told())).toBe(2)
})

it('nothing is left to be called once it has stopped', () => {
  const { audience, clock } = counted()
  audience.joined()
  audience.stop()
  audience.left()
  expect(clock.pending()).toBe(0)
})
