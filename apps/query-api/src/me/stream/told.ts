import { createHash } from 'node:crypto'
import type { NoticeMark } from '../../sql/concernsAsStored.ts'

/**
 * What one client has been told, so that he is told nothing twice. His cursor says it in short: all that dates from
 * before `since`, and of what is newer those that are named. So a notice that dates from a moment ago but was late in
 * coming is still new to him.
 */
export type Told = {
  /** Takes note of what is true as he comes, and returns what of it he has missed: nothing without a cursor. */
  begin(marks: readonly NoticeMark[]): readonly NoticeMark[]
  /** What of it he has not been told. */
  news(marks: readonly NoticeMark[]): readonly NoticeMark[]
  tell(mark: NoticeMark): void
  /** `untold`: the oldest notice that he is still to be told, if there is one. */
  cursor(untold?: NoticeMark): string
}

/** A notice that a lot closes soon dates from a quarter of an hour before its end, which moves while it is extended. */
const windowMs = 20 * 60_000
/** What a header has room for; of more than this those that date from before the oldest of them count as told. */
const namedMax = 400
/** The oldest are forgotten first: they do not become true again. */
const rememberedMax = 10_000
const nameLength = 8

/** A lot closes soon once; everything else may become true again, and then dates from another moment. */
function nameOf({ kind, auctionId, at }: NoticeMark): string {
  const text = kind === 'closing_soon' ? `${auctionId} ${kind}` : `${auctionId} ${kind} ${at}`
  return createHash('sha256').update(text).digest('base64url').slice(0, nameLength)
}

const cursorText = /^([0-9a-z]{1,9})\.((?:[\w-]{8}){0,400})$/

type Cursor = { sinceMs: number; named: ReadonlySet<string> }

/** What is no cursor was not given by us: the client begins anew. */
function cursorIn(text: string | undefined): Cursor | undefined {
  const [, since, names] = cursorText.exec(text ?? '') ?? []
  if (since === undefined || names === undefined) return undefined
  return { sinceMs: Number.parseInt(since, 36), named: new Set(names.match(/.{8}/g)) }
}

/** `now`: milliseconds since 1970. `lastEventId`: the cursor he comes with. */
export function createTold({ now, lastEventId }: { now: () => number; lastEventId: string | undefined }): Told {
  const from = cursorIn(lastEventId)
  /** The instant each notice dates from, by its name. */
  const known = new Map<string, number>()
  for (const name of from?.named ?? []) known.set(name, now())

  function know(mark: NoticeMark): void {
    known.set(nameOf(mark), Date.parse(mark.at))
    if (known.size > rememberedMax) for (const name of known.keys().take(1)) known.delete(name)
  }

  return {
    begin(marks) {
      const missed: NoticeMark[] = []
      for (const mark of marks) {
        const isMissed = from !== undefined && Date.parse(mark.at) >= from.sinceMs && !known.has(nameOf(mark))
        if (isMissed) missed.push(mark)
        else know(mark)
      }
      return missed
    },
    news(marks) {
      const isKnown = (mark: NoticeMark): boolean => known.has(nameOf(mark))
      // Of one that is known the moment it dates from may have moved.
      marks.filter(isKnown).forEach(know)
      return marks.filter((mark) => !isKnown(mark))
    },
    tell: know,
    cursor(untold) {
      const sinceMs = Math.min(
        now() - windowMs,
        untold === undefined ? Number.POSITIVE_INFINITY : Date.parse(untold.at),
      )
      const newest = [...known].filter(([, atMs]) => atMs >= sinceMs).sort(([, a], [, b]) => b - a)
      const named = newest.slice(0, namedMax)
      const oldest = newest[namedMax] === undefined ? undefined : named.at(-1)
      return `${Math.max(0, oldest === undefined ? sinceMs : oldest[1] + 1).toString(36)}.${named.map(([name]) => name).join('')}`
    },
  }
}
