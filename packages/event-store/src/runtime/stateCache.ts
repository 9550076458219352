import { LRUCache } from 'lru-cache'
import type { EventStore } from '../store/eventStore.ts'
import type { Fold } from './round.ts'

/** State as the database had it at some moment not before `confirmedAt`, on the runtime's clock. */
export type Entry<State> = { state: State; version: number; confirmedAt: number }

export type StateCache<State> = {
  get(streamId: string): Entry<State> | undefined
  set(streamId: string, entry: Entry<State>): void
  forget(streamId: string): void
  /** Reads what the log has beyond the cached version (all of it when nothing is cached) and keeps the result. */
  catchUp(streamId: string): Promise<Entry<State>>
}

/** May be lost at any time: correctness never rests on it. */
export function createStateCache<State>(options: {
  store: EventStore
  initial: State
  fold: Fold<State>
  maxStreams: number
  tick: () => number
}): StateCache<State> {
  const { store, initial, fold, tick } = options
  const entries = new LRUCache<string, Entry<State>>({ max: options.maxStreams })
  return {
    get: (streamId) => entries.get(streamId),
    set: (streamId, entry) => void entries.set(streamId, entry),
    forget: (streamId) => void entries.delete(streamId),
    async catchUp(streamId) {
      const known = entries.get(streamId) ?? { state: initial, version: 0 }
      const confirmedAt = tick()
      const events = await store.load(streamId, known.version)
      const state = events.reduce(fold, known.state)
      const entry = { state, version: events.at(-1)?.version ?? known.version, confirmedAt }
      entries.set(streamId, entry)
      return entry
    },
  }
}
