import { kafkaClient } from '../probes/kafka.ts'
import { until } from '../system/until.ts'

/**
 * Deletes the topics and the consumer groups whose names begin with the prefix.
 * @throws Error when a group still has members after 10 s
 */
export async function dropTopics(brokers: string, prefix: string): Promise<void> {
  const admin = kafkaClient(brokers).admin()
  try {
    await admin.connect()
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix))
    if (topics.length > 0) await admin.deleteTopics({ topics, timeout: 10_000 })
    // A member that has just left, or was killed, counts until the broker has noticed.
    await until(
      async () => {
        const { groups } = await admin.listGroups()
        const ours = groups.map((group) => group.groupId).filter((groupId) => groupId.startsWith(prefix))
        if (ours.length > 0) await admin.deleteGroups(ours)
      },
      { what: `Consumer groups ${prefix}* could not be deleted`, limitMs: 10_000, everyMs: 200 },
    )
  } finally {
    await admin.disconnect()
  }
}
