import type { AuctionView, Metadata } from '@gavel/event-contracts'
import { beginBatch, type Tracing } from '@gavel/service-kit'
import type { LiveLots } from './liveLots.ts'

/** As it comes from Kafka a view has the metadata of its event. */
type Traceable = AuctionView & { metadata?: Metadata }

/**
 * The end of a bid's way, as a span in its trace: its lot is written to the streams of those who watch it here. (To
 * many at once that takes some milliseconds more, in rows: see rounds.ts.) Call what it gives when it is done.
 */
export function beginShowing(
  tracing: Tracing,
  views: readonly Traceable[],
  { isWatched }: Pick<LiveLots, 'isWatched'>,
): () => void {
  const spans = beginBatch(
    tracing,
    views.map((view) => {
      const parent = view.metadata?.traceparent
      const lotId = view.type === 'lot.view' ? view.data.id : view.data.auctionId
      if (parent === undefined || !isWatched(lotId)) return undefined
      const attributes = { 'gavel.lot_id': lotId, 'gavel.view': view.type, 'gavel.version': view.data.version }
      return { name: 'show', kind: 'internal', parent, attributes }
    }),
  )
  return () => spans.end()
}
