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
 * The usual way: all that is readable is handled together, then what is not readable is put aside.
 * When handling fails for good, each message goes alone, in order, and the one to blame is put aside.
 */
export async function processChunk<T>(
  source: Source,
  entries: readonly Entry<T>[],
  stage: Stage<T>,
): Promise<ChunkResult> {
  const values = entries.flatMap((entry) => (entry.kind === 'accepted' ? [entry.value] : []))
  const refusals = entries.flatMap((entry) => (entry.kind === 'refused' ? [entry.refusal] : []))
  const handled = values.length > 0 ? await stage.handle(values) : done
  if (handled.kind === 'failed')
    return await oneByOne(source, entries, stage, values.length === 1 ? handled : undefined)
  if (handled.kind !== 'done') return { finished: 0, end: handled }
  const refused = refusals.length > 0 ? await stage.refuse(refusals) : done
  return refused.kind === 'done' ? { finished: entries.length, end: done } : { finished: 0, end: unfailed(refused) }
}

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
  return await stage.refuse([{ ...source, message: entry.message, reason: 'handle_failed', error: handled.error }])
}

/** A message that could not be put aside must not be passed over: whatever the reason, it ends the consumer. */
function unfailed(outcome: Attempted): ChunkResult['end'] {
  return outcome.kind === 'failed' ? { kind: 'exhausted', error: outcome.error } : outcome
}
