import kafkajs, { type Admin, type ConfigEntries, type IResourceConfig, type IResourceConfigEntry } from 'kafkajs'
import { openAdmin } from './admin.ts'
import type { Context } from './context.ts'
import { adminLimitMs } from './limits.ts'
import { withTimeLimit } from './timeLimit.ts'
import { offsetsOf } from './topicOffsets.ts'
import { planTopics, type TopicPlan } from './topicPlan.ts'
import type { TopicSpec } from './types.ts'

/** Creates what is missing and corrects the configuration of the rest; any number of callers may do so at once. */
export async function ensureTopics(
  context: Context,
  specs: readonly TopicSpec[],
  replicationFactor: number,
): Promise<void> {
  const plans = specs.flatMap((spec) => planTopics(spec, context.names.full(spec.name), replicationFactor))
  if (new Set(plans.map(({ topic }) => topic)).size < plans.length) throw new Error('A topic is given twice')
  if (plans.length === 0) return
  await withTimeLimit('ensure the topics', adminLimitMs, async (signal) => {
    // Its own connection: kafkajs asks about every topic it ever met, and fails at all when one has been deleted since.
    const admin = await openAdmin(context.client)
    try {
      await create(admin, plans)
      for (const plan of plans) warnOfPartitions(context, plan, await offsetsOf(admin, plan.topic, signal))
      await correct(admin, plans)
    } finally {
      await admin.disconnect()
    }
  })
}

async function create(admin: Admin, plans: readonly TopicPlan[]): Promise<void> {
  const present = new Set(await admin.listTopics())
  const missing = plans.filter(({ topic }) => !present.has(topic))
  if (missing.length === 0) return
  try {
    await admin.createTopics({
      topics: missing.map(({ creation }) => creation),
      waitForLeaders: false,
      timeout: adminLimitMs / 2,
    })
  } catch (error) {
    if (!isOnlyExisting(error)) throw error
  }
}

/** Another caller was faster with some; the broker has created the others all the same. */
function isOnlyExisting(error: unknown): boolean {
  const errors = error instanceof kafkajs.KafkaJSAggregateError ? error.errors : [error]
  return errors.every((one) => one instanceof kafkajs.KafkaJSProtocolError && one.type === 'TOPIC_ALREADY_EXISTS')
}

/** Adding partitions moves keys to other ones and so breaks their order: a decision, not a correction. */
function warnOfPartitions(
  context: Context,
  { topic, partitions: wanted }: TopicPlan,
  offsets: readonly unknown[],
): void {
  if (wanted === offsets.length) return
  context.client.logger.warn(
    { topic, partitions: offsets.length, wanted },
    'the topic has another number of partitions than asked for',
  )
}

async function correct(admin: Admin, plans: readonly TopicPlan[]): Promise<void> {
  const type = kafkajs.ConfigResourceTypes.TOPIC
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: plans.map(({ topic }) => ({ type, name: topic })),
  })
  const changes = plans.flatMap((plan): IResourceConfig[] => {
    const present = resources.find(({ resourceName }) => resourceName === plan.topic)?.configEntries ?? []
    const value = (name: string) => present.find(({ configName }) => configName === name)?.configValue
    if (plan.config.every((entry) => value(entry.name) === entry.value)) return []
    return [{ type, name: plan.topic, configEntries: merge(plan, present) }]
  })
  if (changes.length > 0) await admin.alterConfigs({ validateOnly: false, resources: changes })
}

/** kafkajs only has the request that resets all it does not name: name what an operator has set, too. */
function merge(plan: TopicPlan, present: readonly ConfigEntries[]): IResourceConfigEntry[] {
  const kept = present
    .filter(({ configSource }) => configSource === kafkajs.ConfigSource.TOPIC_CONFIG)
    .filter(({ configName }) => !plan.config.some(({ name }) => name === configName))
    .map(({ configName, configValue }) => ({ name: configName, value: configValue }))
  return [...plan.config, ...kept]
}
