import type { LotView } from '@gavel/event-contracts'
import { listedLot } from './listedLot.ts'

/** The lots that stand in somebody's list, each as the text that is sent to all of them. */
export type Shelf<List> = {
  /** The lots stand in one more list; each is kept until it stands in none. */
  put(list: List, ids: readonly string[]): void
  take(list: List, ids: readonly string[]): void
  /** The lists whose viewers are to be told: none when the lot stands in none, or is known to be as new. */
  renew(lot: LotView): Iterable<List>
  /** 0 as long as there is no such lot. */
  version(id: string): number
  ids(): readonly string[]
  /** How many ids are of no lot that is known. */
  unknown(): number
  /** Made once for each version, however many lists it stands in. Undefined as long as there is no such lot. */
  textOf(id: string): string | undefined
}

/** No whole lot is kept longer than until it is written down: there may be a hundred for each viewer. */
type Listed<List> = { lists: Set<List>; version: number; text: string | undefined; unwritten: LotView | undefined }

export function createShelf<List>(): Shelf<List> {
  const lots = new Map<string, Listed<List>>()
  let unknown = 0
  return {
    put(list, ids) {
      for (const id of ids) {
        const known = lots.get(id)
        const listed = known ?? { lists: new Set(), version: 0, text: undefined, unwritten: undefined }
        if (known === undefined) unknown += 1
        lots.set(id, listed)
        listed.lists.add(list)
      }
    },
    take(list, ids) {
      for (const id of ids) {
        const listed = lots.get(id)
        if (listed === undefined) continue
        listed.lists.delete(list)
        if (listed.lists.size > 0) continue
        lots.delete(id)
        if (listed.version === 0) unknown -= 1
      }
    },
    renew(lot) {
      const listed = lots.get(lot.id)
      if (listed === undefined || listed.version >= lot.version) return []
      if (listed.version === 0) unknown -= 1
      listed.version = lot.version
      listed.unwritten = lot
      return listed.lists
    },
    version: (id) => lots.get(id)?.version ?? 0,
    ids: () => [...lots.keys()],
    unknown: () => unknown,
    textOf(id) {
      const listed = lots.get(id)
      if (listed?.unwritten !== undefined) {
        listed.text = JSON.stringify(listedLot(listed.unwritten))
        listed.unwritten = undefined
      }
      return listed?.text
    },
  }
}
