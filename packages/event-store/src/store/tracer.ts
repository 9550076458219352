import type { Append, AppendResult } from '../event.ts'

/**
 * Follows appends through the traces that their events name in their metadata (`traceparent`). Gives what is called
 * with what became of them. On the hot path: cheap, and never throwing.
 */
export type AppendTracer = {
  begin(appends: readonly Append[]): (results: readonly Pick<AppendResult, 'kind'>[]) => void
}
