/** What can be due of a stream. */
export const entryKinds = ['open', 'close'] as const
export type EntryKind = (typeof entryKinds)[number]

/** What an event says about one entry: its due time (with the event's version), or that nothing is left to do. */
export type EntryChange = { streamId: string; kind: EntryKind } & (
  | { done: false; version: number; dueAt: string }
  | { done: true }
)

/** An entry that this process has claimed: nobody else sends it before its next attempt is due. */
export type ClaimedEntry = {
  streamId: string
  kind: EntryKind
  dueAt: Date
  /** This attempt included. */
  attempts: number
}
