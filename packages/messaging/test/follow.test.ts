import { describe, expect, it } from '@jest/globals'
import { InvalidMessage, type ReceivedMessage } from '../src/index.ts'
import { collect, messages, text, until, useBench } from './support.ts'

const bench = useBench()

describe('a follower', () => {
  it('sees everything that is sent after it resolves, nothing from before, in every instance', async () => {
    const messaging = bench.messaging()
    await messaging.ensureTopics([{ name: 'views', partitions: 4, cleanup: 'compact' }])
    const producer = await messaging.createProducer()
    await producer.send(messages('views', 40, (index) => `before-${index}`))
    // Many short lives: the moment between joining and the first fetch is where a message would be lost.
    for (let round = 0; round < 5; round += 1) {
      const { seen, options } = collect('hot', 'views')
      const follower = await messaging.follow({ ...options, name: 'hot' })
      await producer.send(messages('views', 20, (index) => `after-${index}`))
      await until('all have come', () => seen.length >= 20)
      expect(new Set(seen).size).toBe(20)
      expect(seen.length).toBe(20)
      expect(await follower.lag()).toBe(0)
      await follower.stop()
    }
    const [one, two] = [collect('hot', 'views'), collect('hot', 'views')]
    const other = bench.messaging()
    await Promise.all([
      messaging.follow({ ...one.options, name: 'hot' }),
      other.follow({ ...two.options, name: 'hot' }),
    ])
    await producer.send(messages('views', 20, (index) => `both-${index}`))
    await until('both have all', () => one.seen.length >= 20 && two.seen.length >= 20)
    expect([one.seen.length, two.seen.length]).toEqual([20, 20])
  })

  it('skips what is broken, commits nothing and leaves no group behind', async () => {
    const skipped: unknown[] = []
    const messaging = bench.messaging({ observer: { skipped: (event) => void skipped.push(event) } })
    await messaging.ensureTopics([{ name: 'broken-views', partitions: 1, cleanup: 'compact' }])
    const producer = await messaging.createProducer()
    const decode = (message: ReceivedMessage) => {
      if (text(message) === '1') throw new InvalidMessage('no view')
      return text(message)
    }
    const { seen, options } = collect('cold', 'broken-views', { decode })
    const handle = async (batch: readonly string[]) => {
      if (batch.includes('3')) throw new Error('no three')
      seen.push(...batch)
    }
    const follower = await messaging.follow({ ...options, handle, name: 'cold' })
    await follower.check()
    await producer.send(messages('broken-views', 5))
    await until('the rest has come', () => seen.length === 3)
    expect(seen).toEqual(['0', '2', '4'])
    expect(skipped).toEqual([
      { group: 'cold', topic: 'broken-views', reason: 'invalid_message', count: 1 },
      { group: 'cold', topic: 'broken-views', reason: 'handle_failed', count: 1 },
    ])
    expect(bench.log.filter(({ message }) => message.includes('skipped'))).toHaveLength(2)
    const prefix = `${bench.scope().topicPrefix}cold`
    const groups = async () => {
      const list = await bench.withAdmin((admin) => admin.listGroups())
      return list.groups.map(({ groupId }) => groupId).filter((groupId) => groupId.startsWith(prefix))
    }
    const [groupId = ''] = await groups()
    const committed = await bench.withAdmin((admin) => admin.fetchOffsets({ groupId }))
    expect(committed).toEqual([])
    await follower.stop()
    expect(await groups()).toEqual([])
    const end = await bench.withAdmin((admin) =>
      admin.fetchTopicOffsets(`${bench.scope().topicPrefix}broken-views.dlq`),
    )
    expect(end.map(({ high }) => high)).toEqual(['0'])
  })
})
