import { Client } from '@elastic/elasticsearch'
import { createGate, type Gate } from '@gavel/service-kit'

const searchTimeoutMs = 2_000
/** A bulk write waits for its refresh. */
const writeTimeoutMs = 10_000

const searchesMax = 32
const waitingMax = 256
/** One that hangs is not to be waited for in a queue as well. */
const waitMsMax = 1_000

/** One connection for all: each call has a time limit, searches also a bound on how many there are at a time. */
export type Elasticsearch = { client: Client; searches: Gate; searchTimeoutMs: number; stop(): Promise<void> }

/** Nothing is tried again in here: a searcher would wait for it, and the feed tries whole batches again. */
export function connectElasticsearch(url: string): Elasticsearch {
  const client = new Client({ node: url, maxRetries: 0, requestTimeout: writeTimeoutMs })
  return {
    client,
    searches: createGate({ atOnceMax: searchesMax, waitingMax, waitMsMax }),
    searchTimeoutMs,
    stop: () => client.close(),
  }
}
