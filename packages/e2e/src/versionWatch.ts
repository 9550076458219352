import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Gavel } from './gavel.ts'

/** Looks at the stored views again and again, for one whose version has gone back. */
export type VersionWatch = {
  /** What went back; must be empty. */
  stop(): Promise<readonly string[]>
}

const versions = `
select 'projector' as store, id, version from projector.lots
union all
select 'query' as store, id, version from query.lots`

const versionRow = z.object({ store: z.string(), id: z.uuid(), version: z.int() })
const betweenMs = 50

/** Invariant 12. */
export function watchVersions(gavel: Gavel): VersionWatch {
  const seen = new Map<string, number>()
  const wentBack: string[] = []
  let going = true

  const look = async (): Promise<void> => {
    const { rows } = await gavel.database.query(versions)
    for (const row of rows) {
      const { store, id, version } = versionRow.parse(row)
      const key = `${store} ${id}`
      const before = seen.get(key) ?? 0
      if (version < before) wentBack.push(`${key} went from ${before} back to ${version}`)
      seen.set(key, version)
    }
  }

  const watching = (async () => {
    while (going && !gavel.stopping.aborted) {
      await look()
      await sleep(betweenMs)
    }
  })()
  // Whoever stops the watch is told.
  watching.catch(() => {})
  return {
    async stop() {
      going = false
      await watching
      return wentBack
    },
  }
}
