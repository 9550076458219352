import { Kafka, logLevel } from 'kafkajs'

/** Resolves with the cluster's id once the brokers describe their cluster. */
export async function probeKafka(brokers: string): Promise<string> {
  const admin = kafkaClient(brokers).admin()
  try {
    await admin.connect()
    const cluster = await admin.describeCluster()
    if (cluster.brokers.length === 0) throw new Error('no broker in the cluster yet')
    return cluster.clusterId
  } finally {
    await admin.disconnect()
  }
}

/** For single questions: it tries once, in silence, so that the caller decides about trying again. */
export function kafkaClient(brokers: string): Kafka {
  return new Kafka({
    clientId: 'local-stack',
    brokers: brokers.split(','),
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  })
}
