import type { LotView } from '@gavel/event-contracts'
import { LRUCache } from 'lru-cache'
import type { LotReference } from '../auction/lotReference.ts'

/**
 * The lots of the hour, in memory. It may be lost or behind at any time, so an entry answers for `freshMs` only after
 * the topic or the store confirmed it; and it never goes back in version.
 */
export type HotSet = {
  /** The lot, when it was confirmed just now. */
  fresh(reference: LotReference): LotView | undefined
  /** The lot, of whatever age: a lower bound of its version. */
  latest(reference: LotReference): LotView | undefined
  /** Keeps the newer of the two and returns it; an older one confirms nothing. */
  confirm(lot: LotView): LotView
  size(): number
}

type Entry = { lot: LotView; confirmedAtMs: number }

const entriesMax = 20_000
const charactersMax = 64 * 1024 * 1024
/** What an entry weighs beside its texts. */
const entryCharacters = 1_000

const weight = ({ lot }: Entry): number =>
  entryCharacters + lot.description.length + lot.images.reduce((sum, image) => sum + image.length, 0)

/** `now` is monotonic, in milliseconds. */
export function createHotSet(options: { freshMs?: number; now?: () => number } = {}): HotSet {
  const { freshMs = 1_000, now = () => performance.now() } = options
  const idsByNumber = new Map<number, string>()
  const entries = new LRUCache<string, Entry>({
    max: entriesMax,
    maxSize: charactersMax,
    sizeCalculation: weight,
    dispose: ({ lot }, _id, reason) => {
      if (reason !== 'set') idsByNumber.delete(lot.lotNumber)
    },
  })

  const entryOf = (reference: LotReference): Entry | undefined => {
    const id = reference.kind === 'id' ? reference.id : idsByNumber.get(reference.lotNumber)
    return id === undefined ? undefined : entries.get(id)
  }

  return {
    fresh(reference) {
      const entry = entryOf(reference)
      return entry !== undefined && now() - entry.confirmedAtMs < freshMs ? entry.lot : undefined
    },
    latest: (reference) => entryOf(reference)?.lot,
    confirm(lot) {
      const known = entries.peek(lot.id)
      if (known !== undefined && known.lot.version > lot.version) return known.lot
      entries.set(lot.id, { lot, confirmedAtMs: now() })
      idsByNumber.set(lot.lotNumber, lot.id)
      return lot
    },
    size: () => entries.size,
  }
}
