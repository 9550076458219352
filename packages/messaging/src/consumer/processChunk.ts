import type { KafkaMessage } from 'kafkajs'
import { MessagesRefused } from '../messagesRefused.ts'
import type { Attempted } from './attempt.ts'
import type { Entry, Source } from './entry.ts'
import type { Refusal } from './refusal.ts'

/** What is done with messages; both try again by themselves what is worth it. */
export type Stage<T> = {
  handle(values: readonly T[]): Promise<Attempted>
  /** Puts messages aside. Never `failed`: a message that can be neither handled nor put aside stops the consumer. */
  refuse(refusals: readonly Refusal[]): Promise<Attempted>
  interrupted(): boolean
}

/** `finished` messages from the start of the chunk are handled or put aside; the rest was not touched or is unknown. */
export type ChunkResult = { finished: number; end: Exclude<Attempted, { kind: 'failed' }> }

/**
 * The usual way: all that is readable is handled together, then what is not readable is put aside, and with it what
 * handling has refused by name. When handling fails for good without naming anything, each message goes alone, in order,
 * and the one to blame is put aside.
 */
export async function processChunk<T>(
  source: Source,
  entries: readonly Entry<T>[],
  stage: Stage<T>,
): Promise<ChunkResult> {
  const values = entries.flatMap((entry) => (entry.kind === 'accepted' ? [entry.value] : []))
  const handled = values.length > 0 ? await stage.handle(values) : done
  const named = namedIn(handled, values.length)
  if (handled.kind === 'failed' && named === undefined)
    return await oneByOne(source, entries, stage, values.length === 1 ? handled : undefined)
  if (handled.kind === 'exhausted' || handled.kind === 'interrupted') return { finished: 0, end: handled }
  const refusals = refusalsOf(source, entries, named)
  const refused = refusals.length > 0 ? await stage.refuse(refusals) : done
  return refused.kind === 'done' ? { finished: entries.length, end: done } : { finished: 0, end: unfailed(refused) }
}

/** What handling has refused by name, unless it names what is not in the batch: then nothing it says can be relied on. */
function namedIn(handled: Attempted, count: number): MessagesRefused | undefined {
  if (handled.kind !== 'failed' || !(handled.error instanceof MessagesRefused)) return undefined
  return handled.error.refused.every(({ index }) => index >= 0 && index < count) ? handled.error : undefined
}

/** In the order in which they came. */
function refusalsOf<T>(source: Source, entries: readonly Entry<T>[], named: MessagesRefused | undefined): Refusal[] {
  const errors = new Map(named?.refused.map(({ index, error }) => [index, error]))
  let index = -1
  return entries.flatMap((entry) => {
    if (entry.kind === 'refused') return [entry.refusal]
    index += 1
    return errors.has(index) ? [handleFailed(source, entry.message, errors.get(index))] : []
  })
}

const handleFailed = ({ topic, partition }: Source, message: KafkaMessage, error: unknown): Refusal => ({
  topic,
  partition,
  message,
  reason: 'handle_failed',
  error,
})

const done = { kind: 'done' } as const

async function oneByOne<T>(
  source: Source,
  entries: readonly Entry<T>[],
  stage: Stage<T>,
  /** The only readable one has failed just now: it need not fail again. */
  known: Attempted | undefined,
): Promise<ChunkResult> {
  for (const [finished, entry] of entries.entries()) {
    if (stage.interrupted()) return { finished, end: { kind: 'interrupted' } }
    const outcome = await processOne(source, entry, stage, known)
    if (outcome.kind !== 'done') return { finished, end: unfailed(outcome) }
  }
  return { finished: entries.length, end: done }
}

async function processOne<T>(source: Source, entry: Entry<T>, stage: Stage<T>, known?: Attempted): Promise<Attempted> {
  if (entry.kind === 'refused') return await stage.refuse([entry.refusal])
  const handled = known ?? (await stage.handle([entry.value]))
  if (handled.kind !== 'failed') return handled
  const named = namedIn(handled, 1)
  if (named !== undefined)
    return named.refused.length > 0 ? await stage.refuse(refusalsOf(source, [entry], named)) : done
  return await stage.refuse([handleFailed(source, entry.message, handled.error)])
}

/** A message that could not be put aside must not be passed over: whatever the reason, it ends the consumer. */
function unfailed(outcome: Attempted): ChunkResult['end'] {
  return outcome.kind === 'failed' ? { kind: 'exhausted', error: outcome.error } : outcome
}
