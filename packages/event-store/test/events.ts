import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import {
  type Append,
  createDeciderRuntime,
  type EventDraft,
  type EventStore,
  type RuntimeOptions,
} from '../src/index.ts'

export const newStream = () => v7()

export function draft(data: unknown = {}): EventDraft {
  return {
    id: v7(),
    type: 'thing.happened',
    schemaVersion: 1,
    occurredAt: new Date().toISOString(),
    data,
    metadata: { correlationId: randomUUID() },
  }
}

export function appendOf(streamId: string, expectedVersion: number, changes: Partial<Append> = {}): Append {
  return {
    streamId,
    streamType: 'thing',
    expectedVersion,
    events: [draft()],
    topic: 'thing.events',
    claims: [],
    ...changes,
  }
}

/** State: how many things have happened. */
export function counterRuntime(store: EventStore, changes: Partial<RuntimeOptions<number, number>> = {}) {
  return createDeciderRuntime<number, EventDraft, number>({
    store,
    streamType: 'thing',
    topic: 'thing.events',
    initial: 0,
    read: (recorded) => recorded.version,
    evolve: (state) => state + 1,
    ...changes,
  })
}

/** One event that carries the command's name; the answer is the state it was decided on. */
export const happen =
  (command: string) =>
  (state: number): { events: readonly EventDraft[]; answer: number } => ({
    events: [draft({ command })],
    answer: state,
  })

export const refuse = (state: number) => ({ events: [], answer: state })
