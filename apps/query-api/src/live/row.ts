import type { Told } from './audience.ts'
import type { Written } from './rounds.ts'
import { type Frame, together } from './sse.ts'
import type { Viewer } from './viewer.ts'

/** Viewers of a lot who have the same version: one position and one buffer for all of them. */
export type Row = Written & {
  version(): number
  /** `version`: what he has; as new as the row's at least. */
  add(viewer: Viewer, version: number, told: number): void
  remove(viewer: Viewer): void
}

/** Some milliseconds of writing. */
export const rowSize = 256

/** What a row is told of the lot. */
export type RowSource = {
  version(): number
  /** What those who have version `from` lack. */
  since(from: number): Frame | undefined
  told(): Told
}

export function createRow(source: RowSource): Row {
  const settled = new Set<Viewer>()
  /** Those who came after the last write, or from an instance that is ahead: each has a position of his own. */
  const newcomers = new Map<Viewer, { version: number; told: number }>()
  let version = source.version()
  let told = source.told().count

  return {
    version: () => version,
    size: () => settled.size + newcomers.size,
    isBehind: () => version < source.version() || told !== source.told().count,
    add(viewer, itsVersion, itsTold) {
      if (itsVersion === version && itsTold === told) settled.add(viewer)
      else newcomers.set(viewer, { version: itsVersion, told: itsTold })
    },
    remove(viewer) {
      settled.delete(viewer)
      newcomers.delete(viewer)
    },
    write() {
      const now = source.told()
      const lacking = (from: number, lastTold: number): Frame | undefined =>
        together(source.since(from), lastTold === now.count ? undefined : now.event)
      const shared = lacking(version, told)
      if (shared !== undefined) for (const viewer of settled) viewer.send(shared)
      version = source.version()
      told = now.count
      for (const [viewer, his] of newcomers) {
        const own = lacking(his.version, his.told)
        if (own !== undefined) viewer.send(own)
        his.told = told
        if (his.version > version) continue
        newcomers.delete(viewer)
        settled.add(viewer)
      }
    },
  }
}
