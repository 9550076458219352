import { MessagesRefused, type RefusedMessage } from '@gavel/messaging'
import type { Versioned } from '../index/documents.ts'
import type { IndexFeed } from './indexFeed.ts'

/**
 * Takes a batch of messages into a generation of an index.
 *
 * @throws MessagesRefused for those whose documents the index refuses, when all others are taken; and what `take` throws.
 */
export async function feedBatch<D extends Versioned>(
  { take, onWritten }: Pick<IndexFeed<D>, 'take' | 'onWritten'>,
  alias: string,
  batch: readonly (D | undefined)[],
): Promise<void> {
  const refused: RefusedMessage[] = []
  let left = batch.flatMap((document, index) => (document === undefined ? [] : [{ document, index }]))
  while (left.length > 0) {
    const written = await take(
      alias,
      left.map(({ document }) => document),
    )
    onWritten?.(written)
    const refusals = new Map(written.refused.map((refusal) => [refusal.id, refusal]))
    // Where the newest is refused, the one before it is the newest.
    left = left.filter(({ document, index }) => {
      const refusal = refusals.get(document.id)
      if (refusal?.version === document.version) refused.push({ index, error: refusal.error })
      return refusal !== undefined && document.version < refusal.version
    })
  }
  if (refused.length > 0) throw new MessagesRefused(refused)
}
