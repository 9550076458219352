import { describe, expect, it } from '@jest/globals'
import { planTopics } from './topicPlan.ts'

const names = (entries: readonly { name: string }[] | undefined) => entries?.map(({ name }) => name)

describe('the plan of a topic', () => {
  it('asks for a second copy before an acknowledgement where there are three, when it is created and never later', () => {
    const spec = { name: 'bids', partitions: 12, cleanup: 'delete' } as const
    for (const plan of planTopics(spec, 'p.bids', 3)) {
      expect(plan.creation.replicationFactor).toBe(3)
      expect(plan.creation.configEntries).toContainEqual({ name: 'min.insync.replicas', value: '2' })
      expect(names(plan.config)).not.toContain('min.insync.replicas')
    }
    expect(planTopics(spec, 'p.bids', 1)[0].creation.configEntries).toContainEqual({
      name: 'min.insync.replicas',
      value: '1',
    })
  })

  it('leaves retention to the broker when it is not given', () => {
    const [topic, deadLetters] = planTopics({ name: 'bids', partitions: 1, cleanup: 'delete' }, 'p.bids', 1)
    expect(names(topic.config)).toEqual(['cleanup.policy'])
    expect(deadLetters).toMatchObject({ topic: 'p.bids.dlq', partitions: 1 })
  })
})
