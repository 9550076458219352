import kafkajs, { type ICustomPartitioner, type Message } from 'kafkajs'
import { partitionOf } from './murmur2.ts'

/** By its key as a rule; where the partition is known already, there. */
export type Destination = { partitionKey: string } | { partition: number }

/** How a message is to be sent, kept beside kafkajs's message: kafkajs hands the same object to the partitioner. */
export type Route = Destination & { signal: AbortSignal }
export type Routes = WeakMap<Message, Route>

/**
 * Chooses by the partition key over all partitions in kafkajs's metadata. It is called again for each try, so it is also
 * where a send whose time is up ends: otherwise kafkajs would go on and write the batch after the caller was told it failed.
 */
export function createPartitioner(routes: Routes): ICustomPartitioner {
  return () =>
    ({ topic, partitionMetadata, message }) => {
      const route = routes.get(message)
      if (!route) throw new kafkajs.KafkaJSNonRetriableError(`A message for ${topic} has no route`)
      if (route.signal.aborted) throw new kafkajs.KafkaJSNonRetriableError('The time to send is up')
      const partition =
        'partition' in route ? route.partition : partitionOf(route.partitionKey, partitionMetadata.length)
      // kafkajs leaves out a message for a partition it does not know and reports success: never let it come to that.
      if (!partitionMetadata.some(({ partitionId }) => partitionId === partition)) {
        throw new kafkajs.KafkaJSError(`No metadata for partition ${partition} of ${topic}`)
      }
      return partition
    }
}
