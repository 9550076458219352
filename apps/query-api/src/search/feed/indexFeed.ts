import type { PaceOptions, ReceivedMessage } from '@gavel/messaging'
import type { Versioned, Written } from '../index/documents.ts'
import type { SearchIndex } from '../index/searchIndex.ts'

/** One of the indices, and how it is fed. */
export type IndexFeed<D extends Versioned> = {
  index: SearchIndex
  /** How the consumer groups of its generations begin. */
  group: string
  topics: readonly string[]
  /** A bulk costs the same round trip and the same refresh for one document as for hundreds: how long from fetch to fetch. */
  pace: PaceOptions & { paceMs: number }
  /** Undefined: there is nothing in it to search for. @throws when the message is broken or unknown */
  decode(message: ReceivedMessage): D | undefined
  /**
   * Takes documents into a generation, of each the newest. When it has resolved, searches find them so, cached or not,
   * but for those that are refused. The cache is told also while this generation is not searched yet: nobody knows to
   * the moment when it is.
   */
  take(alias: string, documents: readonly D[]): Promise<Written>
  /** Forgets every cached page. */
  dropCache(): Promise<void>
  onWritten?: (written: Written) => void
}
