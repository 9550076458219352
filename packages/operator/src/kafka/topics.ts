import { topicSpecs } from '@gavel/event-contracts'
import { UsageError } from '../told.ts'

export const allTopics: readonly string[] = topicSpecs.map(({ name }) => name)

/** @throws UsageError for one that no service reads */
export function topicNamed(name: string): string {
  if (allTopics.includes(name)) return name
  throw new UsageError(`There is no topic ${name}; there are ${allTopics.join(', ')}`)
}

/** How a dead letter is named: `auction.events@3`. @throws UsageError */
export function letterNamed(text: string): { topic: string; offset: number } {
  const [, topic = '', offset] = /^([a-z.]+)@([0-9]{1,15})$/.exec(text) ?? []
  if (offset === undefined)
    throw new UsageError(`A dead letter is named <topic>@<offset>, as list tells it, not ${text}`)
  return { topic: topicNamed(topic), offset: Number(offset) }
}
