import type { IResourceConfigEntry, ITopicConfig } from 'kafkajs'
import { deadLetterTopic } from './names.ts'
import type { TopicSpec } from './types.ts'

export type TopicPlan = {
  topic: string
  partitions: number
  /** What the topic must have, now and later. */
  config: readonly IResourceConfigEntry[]
  /** What it is created with. */
  creation: ITopicConfig
}

const dayMs = 86_400_000
const deadLetterRetentionMs = 30 * dayMs
/** A dead letter carries its message and some headers more: twice Kafka's default, so that it always fits. */
const deadLetterBytesMax = 2 * 1024 * 1024

type Config = Record<string, string | number>

/** The topic and its dead-letter topic, by their full names. */
export function planTopics(spec: TopicSpec, fullName: string, replicationFactor: number): [TopicPlan, TopicPlan] {
  return [
    planTopic(fullName, spec.partitions, configOf(spec), replicationFactor),
    planTopic(deadLetterTopic(fullName), 1, deadLetterConfig, replicationFactor),
  ]
}

function planTopic(topic: string, partitions: number, config: Config, replicationFactor: number): TopicPlan {
  const configEntries = entries({ ...config, ...durability(replicationFactor) })
  return {
    topic,
    partitions,
    config: entries(config),
    creation: { topic, numPartitions: partitions, replicationFactor, configEntries },
  }
}

function configOf({ cleanup, retentionMs }: TopicSpec): Config {
  return {
    'cleanup.policy': cleanup,
    ...(retentionMs === undefined ? {} : { 'retention.ms': retentionMs }),
    ...(cleanup === 'compact' ? compaction : {}),
  }
}

/** Only closed segments are compacted; a reader who was away for a day still learns of what was removed. */
const compaction: Config = {
  'min.cleanable.dirty.ratio': 0.2,
  'delete.retention.ms': dayMs,
  'segment.ms': dayMs / 4,
}

const deadLetterConfig: Config = {
  'cleanup.policy': 'delete',
  'retention.ms': deadLetterRetentionMs,
  'max.message.bytes': deadLetterBytesMax,
}

/**
 * With three copies two must have a message before it is acknowledged, or "acks all" may mean one.
 * Never corrected later: a caller who forgot the option would take the safety of a topic away.
 */
function durability(replicationFactor: number): Config {
  return { 'min.insync.replicas': replicationFactor >= 3 ? 2 : 1 }
}

function entries(config: Config): IResourceConfigEntry[] {
  return Object.entries(config).map(([name, value]) => ({ name, value: String(value) }))
}
