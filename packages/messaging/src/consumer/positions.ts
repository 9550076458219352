/** Topic, by its full name, and partition → the offset of the next message to handle. */
export type Positions = {
  get(topic: string, partition: number): bigint | undefined
  set(topic: string, partition: number, next: bigint): void
  clear(): void
}

export function createPositions(): Positions {
  const topics = new Map<string, Map<number, bigint>>()
  return {
    get: (topic, partition) => topics.get(topic)?.get(partition),
    set(topic, partition, next) {
      const partitions = topics.get(topic) ?? new Map<number, bigint>()
      topics.set(topic, partitions.set(partition, next))
    },
    clear: () => topics.clear(),
  }
}
