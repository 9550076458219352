import type pg from 'pg'
import { plain } from './appendValues.ts'

const versionsSql = `
select s.stream_id, s.version
from unnest($1::uuid[]) as wanted (stream_id)
cross join lateral (select * from streams where stream_id = wanted.stream_id offset 0) as s
`

/** The streams' versions now; a stream without events is not in the map. */
export async function readVersions(pool: pg.Pool, streamIds: readonly string[]): Promise<Map<string, number>> {
  const values = [plain(streamIds, (streamId) => streamId)]
  const { rows } = await pool.query<{ stream_id: string; version: number }>({
    name: 'gavel-versions',
    text: versionsSql,
    values,
  })
  return new Map(rows.map((row) => [row.stream_id, row.version]))
}

type Waiting = { streamId: string; resolve(version: number): void; reject(error: unknown): void }

const maxStreams = 500

/** One read for all who ask in the same turn, or while an earlier read is under way: each read starts after its question. */
export function createVersionReader(pool: pg.Pool): (streamId: string) => Promise<number> {
  const waiting: Waiting[] = []
  let reading = false

  return (streamId) =>
    new Promise((resolve, reject) => {
      waiting.push({ streamId, resolve, reject })
      if (waiting.length === 1 && !reading) setImmediate(() => void readAll())
    })

  async function readAll(): Promise<void> {
    if (reading) return
    reading = true
    while (waiting.length > 0) {
      const asked = waiting.splice(0, maxStreams)
      await answer(asked)
    }
    reading = false
  }

  async function answer(asked: readonly Waiting[]): Promise<void> {
    try {
      const versions = await readVersions(pool, [...new Set(asked.map((question) => question.streamId))])
      for (const question of asked) question.resolve(versions.get(question.streamId) ?? 0)
    } catch (error) {
      for (const question of asked) question.reject(error)
    }
  }
}
