import type { BlockView, MemberView, WatchView } from '@gavel/event-contracts'
import type { Queryable } from '../sql/queryable.ts'
import { saveBlocks, saveWatches } from '../sql/saveMembers.ts'

/** Writes what members keep for themselves into the tables. What is older than what is stored changes nothing. */
export async function materialiseMembers(db: Queryable, views: readonly MemberView[]): Promise<void> {
  const watches: WatchView[] = []
  const blocks: BlockView[] = []
  for (const view of views) {
    if (view.type === 'watch.view') watches.push(view.data)
    else blocks.push(view.data)
  }
  await saveWatches(db, watches)
  await saveBlocks(db, blocks)
}
