import kafkajs, { type Admin, type GroupDescription } from 'kafkajs'
import { chunks } from '../chunks.ts'
import { committedOffsets } from '../consumer/lag.ts'
import type { Context } from '../context.ts'
import { adminLimitMs } from '../limits.ts'
import { withTimeLimit } from '../timeLimit.ts'

/** A consumer group, and what it has not handled and committed yet. Names are without the prefix. */
export type GroupState = {
  group: string
  /** As Kafka calls it: Stable, Empty (nobody is in it), PreparingRebalance … */
  state: string
  members: number
  /** `behind` is null where nothing is ever committed: followers keep their place in memory. */
  topics: readonly { topic: string; behind: number | null }[]
}

const describedAtOnce = 50
const followerPattern = /\.follower\.[0-9a-f-]{36}$/

/** Every group of this installation that has to do with these topics, by its commits or by what its members have in hand. */
export async function listGroups({ admin, names }: Context, topics: readonly string[]): Promise<readonly GroupState[]> {
  return await withTimeLimit('ask for the groups', adminLimitMs, async () => {
    const client = await admin()
    const { groups } = await client.listGroups()
    const ids = groups.map(({ groupId }) => groupId).filter((id) => names.short(id) !== id || names.full('') === '')
    const wanted = new Map(topics.map((topic) => [names.full(topic), topic]))
    const found: { group: GroupDescription; committed: Committed }[] = []
    for (const some of chunks(ids.toSorted(), describedAtOnce)) {
      const { groups: described } = await client.describeGroups([...some])
      for (const group of described) {
        found.push({ group, committed: await client.fetchOffsets({ groupId: group.groupId }) })
      }
    }
    // The ends last: what comes in between counts as not handled, and never as handled before it came.
    const ends = await endsOf(client, [...wanted.keys()])
    return found.flatMap(({ group, committed }) => {
      const behind = behindOf(group, committed, ends)
      const known = [...behind].map(([topic, count]) => ({ topic: wanted.get(topic) ?? topic, behind: count }))
      const { groupId, state, members } = group
      return known.length === 0 ? [] : [{ group: names.short(groupId), state, members: members.length, topics: known }]
    })
  })
}

type Committed = Awaited<ReturnType<Admin['fetchOffsets']>>
type Ends = ReadonlyMap<string, readonly { partition: number; high: string; low: string }[]>

async function endsOf(client: Admin, topics: readonly string[]): Promise<Ends> {
  const present = new Set(await client.listTopics())
  const asked = topics.filter((topic) => present.has(topic))
  return new Map(await Promise.all(asked.map(async (topic) => [topic, await client.fetchTopicOffsets(topic)] as const)))
}

function behindOf(group: GroupDescription, committed: Committed, ends: Ends): ReadonlyMap<string, number | null> {
  const inHand = new Set(assignedTopics(group))
  const isFollower = followerPattern.test(group.groupId)
  const behind = new Map<string, number | null>()
  for (const [topic, partitions] of ends) {
    const offsets = committedOffsets(committed.find((known) => known.topic === topic)?.partitions)
    if (!inHand.has(topic) && offsets.every((offset) => offset < 0n)) continue
    const count = partitions.reduce((sum, { partition, high, low }) => {
      const next = offsets[partition] ?? 0n
      return sum + BigInt(high) - (next > BigInt(low) ? next : BigInt(low))
    }, 0n)
    behind.set(topic, isFollower ? null : Number(count))
  }
  return behind
}

function assignedTopics({ members }: GroupDescription): readonly string[] {
  return members.flatMap(({ memberAssignment }) => {
    // A member that has just joined has none yet.
    const decoded =
      memberAssignment.length === 0 ? null : kafkajs.AssignerProtocol.MemberAssignment.decode(memberAssignment)
    return Object.keys(decoded?.assignment ?? {})
  })
}
