/** What can be due: a lot's opening and its end, the lapse of an offer, the expiry of an order. */
export const entryKinds = ['open', 'close', 'lapse', 'expire'] as const
export type EntryKind = (typeof entryKinds)[number]

type EntryKey = {
  /** The lot or the order itself, or the offer that lapses: a lot may be offered several times. */
  subjectId: string
  kind: EntryKind
}

/** The lot or the order that the command is addressed to. */
type Addressed = EntryKey & { streamId: string }

/** What an event says about one entry: when it is due, or that nothing is left to do. */
export type EntryChange = Addressed & (DueChange | { done: true })

/** Of two due times that of the higher version counts. */
export type DueChange = { done: false; version: number; dueAt: string }

/** An entry that this process has claimed: nobody else sends it before its next attempt is due. */
export type ClaimedEntry = Addressed & {
  dueAt: Date
  /** This attempt included. */
  attempts: number
}
