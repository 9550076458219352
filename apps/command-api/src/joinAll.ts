import type { MessageConsumer } from '@gavel/messaging'

/** All of them, or none: those that have joined leave again when another one cannot. @throws what that one did */
export async function joinAll(
  joining: Readonly<Record<string, Promise<MessageConsumer>>>,
): Promise<ReadonlyMap<string, MessageConsumer>> {
  const named = Object.entries(joining).map(async ([name, consumer]) => [name, await consumer] as const)
  const settled = await Promise.allSettled(named)
  const joined = new Map(settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])))
  const failed = settled.find((each) => each.status === 'rejected')
  if (failed === undefined) return joined
  await Promise.all(Array.from(joined.values(), (consumer) => consumer.stop()))
  throw failed.reason
}
