import type { Admin } from 'kafkajs'
import { lagLimitMs } from '../limits.ts'
import { withTimeLimit } from '../timeLimit.ts'
import type { Membership } from './membership.ts'
import type { Positions } from './positions.ts'

type LagOptions = { admin(): Promise<Admin>; groupId: string; membership: Membership; positions: Positions }

/**
 * Ends of the assigned partitions, as the broker has them now (those of the last fetch stand still while a handler hangs),
 * less what is handled: known here, or committed by whoever had the partition before.
 */
export async function lagOf({ admin, groupId, membership, positions }: LagOptions): Promise<number> {
  const assignment = Object.entries(membership.assignment())
  return await withTimeLimit('ask for the lag', lagLimitMs, async () => {
    const client = await admin()
    const counts = await Promise.all(
      assignment.map(async ([topic, partitions]) => {
        const [ends, committed] = await Promise.all([
          client.fetchTopicOffsets(topic),
          partitions.every((partition) => positions.get(topic, partition) !== undefined)
            ? []
            : committedBy(client, groupId, topic),
        ])
        return ends
          .filter(({ partition }) => partitions.includes(partition))
          .map(({ partition, high, low }) => {
            const next = positions.get(topic, partition) ?? committed[partition] ?? 0n
            // What retention has removed is not waiting any more.
            return BigInt(high) - (next > BigInt(low) ? next : BigInt(low))
          })
      }),
    )
    return Number(counts.flat().reduce((sum, count) => sum + (count > 0n ? count : 0n), 0n))
  })
}

/** The same of a whole group, by what its members have committed: of all partitions, whoever reads them. */
export async function lagOfGroup(admin: Admin, groupId: string, topics: readonly string[]): Promise<number> {
  return await withTimeLimit('ask for the lag', lagLimitMs, async () => {
    const counts = await Promise.all(
      topics.map(async (topic) => {
        const [ends, committed] = await Promise.all([
          admin.fetchTopicOffsets(topic),
          committedBy(admin, groupId, topic),
        ])
        return ends.map(({ partition, high, low }) => {
          const next = committed[partition] ?? 0n
          return BigInt(high) - (next > BigInt(low) ? next : BigInt(low))
        })
      }),
    )
    return Number(counts.flat().reduce((sum, count) => sum + count, 0n))
  })
}

async function committedBy(admin: Admin, groupId: string, topic: string): Promise<readonly bigint[]> {
  const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] })
  return committedOffsets(offsets?.partitions)
}

/** By partition; -1 where nothing was committed. */
export function committedOffsets(partitions: readonly { partition: number; offset: string }[] = []): readonly bigint[] {
  const result: bigint[] = []
  for (const { partition, offset } of partitions) result[partition] = BigInt(offset)
  return result
}
