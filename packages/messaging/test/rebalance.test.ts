import { describe, expect, it } from '@jest/globals'
import type { ReceivedMessage } from '../src/index.ts'
import { collect, until, useBench } from './support.ts'

const bench = useBench()
const keyCount = 24
const rounds = 60

type Seen = { key: string; count: number }

const toSeen = ({ key, value }: ReceivedMessage): Seen => ({ key, count: Number(value) })

/** The counts of a key as one member saw them never jump: 1 2 3, or 2 3 again after a rebalance, but not 1 3. */
function gaps(sequence: readonly Seen[], known: Map<string, number>): string[] {
  return sequence.flatMap(({ key, count }) => {
    const before = known.get(key) ?? -1
    known.set(key, Math.max(before, count))
    return count > before + 1 ? [`${key}: ${count} after ${before}`] : []
  })
}

describe('a group', () => {
  it('loses nothing and keeps the order of each key while members come and go', async () => {
    // Both members of one Messaging: the harder case, as kafkajs has state that members can share.
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'orders', partitions: 6, cleanup: 'delete' }])
    const producer = await messaging.createProducer()
    const log: Seen[] = []
    const bySecond: Seen[] = []
    const { options, failures } = collect('workers', 'orders')
    const handlerOf = (own: Seen[]) => ({
      ...options,
      maxBatch: 7,
      decode: toSeen,
      handle: async (batch: readonly Seen[]) => {
        log.push(...batch)
        own.push(...batch)
      },
    })
    await messaging.consume(handlerOf([]))

    let sent = 0
    async function sendRounds(count: number): Promise<void> {
      for (const end = sent + count; sent < end; sent += 1) {
        await producer.send(
          Array.from({ length: keyCount }, (_, key) => ({
            topic: 'orders',
            key: `key-${key}`,
            value: Buffer.from(String(sent)),
            headers: {},
          })),
        )
      }
    }

    await sendRounds(rounds / 3)
    const joining = messaging.consume(handlerOf(bySecond))
    await sendRounds(rounds / 3)
    const joined = await joining
    await sendRounds(1)
    await until('the second member works', () => bySecond.length > 0)
    const leaving = joined.stop()
    await sendRounds(rounds / 3 - 1)
    await leaving

    const last = new Map<string, number>()
    await until('all keys are at their end', () => {
      last.clear()
      for (const { key, count } of log) last.set(key, count)
      return last.size === keyCount && [...last.values()].every((count) => count === rounds - 1)
    })
    expect(gaps(log, new Map())).toEqual([])
    expect(failures).toEqual([])
  })
})
