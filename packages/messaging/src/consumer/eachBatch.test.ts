import { describe, expect, it } from '@jest/globals'
import type { EachBatchPayload } from 'kafkajs'
import { createEachBatch } from './eachBatch.ts'
import { readEntry } from './entry.ts'
import { createMembership, type Membership } from './membership.ts'
import { createPositions } from './positions.ts'

const sentAtMs = Date.parse('2026-11-21T10:00:00Z')

/** What kafkajs would hand over: three messages of one partition. */
function fetched(resolved: string[]): EachBatchPayload {
  const messages = ['0', '1', '2'].map((offset) => ({
    key: Buffer.from('k'),
    value: Buffer.from(offset),
    timestamp: String(sentAtMs + Number(offset)),
    attributes: 0,
    offset,
    headers: {},
  }))
  return {
    batch: {
      topic: 't',
      partition: 0,
      highWatermark: '3',
      messages,
      isEmpty: () => false,
      firstOffset: () => '0',
      lastOffset: () => '2',
      offsetLag: () => '0',
      offsetLagLow: () => '2',
    },
    resolveOffset: (offset) => void resolved.push(offset),
    heartbeat: async () => undefined,
    pause: () => () => undefined,
    commitOffsetsIfNecessary: async () => undefined,
    uncommittedOffsets: () => ({ topics: [] }),
    isRunning: () => true,
    isStale: () => false,
  }
}

/** Handles the three one by one and calls back at the second; one broker cannot be made to rejoin at that moment. */
async function run(atSecond: (membership: Membership) => void) {
  const handled: string[] = []
  const settled: string[] = []
  const resolved: string[] = []
  const inHand: (number | null)[] = []
  const membership = createMembership(() => undefined)
  membership.joined({ t: [0] })
  const eachBatch = createEachBatch<string>(
    {
      maxBatch: 1,
      paceMs: 0,
      paceInFullFrom: 1,
      read: (source, message) => readEntry(source, message, ({ value }) => String(value)),
      stage: () => ({
        async handle([value = '']) {
          handled.push(value)
          if (value === '1') atSecond(membership)
          return { kind: 'done' }
        },
        refuse: async () => ({ kind: 'done' }),
        interrupted: () => membership.interrupted(),
      }),
      settle: async (_payload, next) => void settled.push(next.toString()),
      shorten: (topic) => topic,
      handled: () => undefined,
      inHand: (_source, sinceMs) => void inHand.push(sinceMs),
    },
    membership,
    createPositions(),
  )
  const error = await eachBatch(fetched(resolved)).catch((thrown: unknown) => thrown)
  return { handled, settled, resolved, inHand, error }
}

describe('a fetched batch', () => {
  it('is settled chunk by chunk', async () => {
    expect(await run(() => undefined)).toMatchObject({ settled: ['1', '2', '3'], resolved: ['0', '1', '2'] })
  })

  it('tells since when the oldest message in hand waits, and that none is in hand any more', async () => {
    const { inHand } = await run(() => undefined)
    expect(inHand).toEqual([sentAtMs, sentAtMs + 1, sentAtMs + 2, null, null])
    const { inHand: thrown } = await run((membership) => membership.fail(new Error('no more')))
    expect(thrown.at(-1)).toBeNull()
  })

  it('ends after the chunk in hand, settled, when the group rebalances, and says so to kafkajs', async () => {
    const error = new Error('rebalancing')
    const outcome = await run((membership) => membership.interrupt(error))
    expect(outcome).toMatchObject({ handled: ['0', '1'], settled: ['1', '2'], resolved: ['0', '1'], error })
  })

  it('settles nothing more once the group was joined again: the partition may have gone to another', async () => {
    const outcome = await run((membership) => membership.joined({}))
    expect(outcome).toMatchObject({ handled: ['0', '1'], settled: ['1'], resolved: ['0'], error: undefined })
  })
})
