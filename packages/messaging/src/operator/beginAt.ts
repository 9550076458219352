import type { Context } from '../context.ts'
import { adminLimitMs } from '../limits.ts'
import { withTimeLimit } from '../timeLimit.ts'

/** Commits for a group without members the offsets of what was written since an instant. */
export async function beginAt(
  { admin, names }: Context,
  groupId: string,
  topics: readonly string[],
  since: Date,
): Promise<void> {
  await withTimeLimit('set the offsets of a group', adminLimitMs, async () => {
    const client = await admin()
    for (const topic of topics.map(names.full)) {
      const partitions = await client.fetchTopicOffsetsByTimestamp(topic, since.getTime())
      await client.setOffsets({ groupId: names.full(groupId), topic, partitions })
    }
  })
}
