import type { z } from 'zod'
import type { Queryable } from '../sql/queryable.ts'
import type { StoredView } from './storedView.ts'

export type ViewTable<View extends StoredView> = {
  /** The stored views by id; those that are not stored are left out. */
  load(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, View>>
  /** Stores those that are newer than what is stored. */
  save(db: Queryable, views: readonly View[]): Promise<void>
  /** Those that are stored in a newer version than the one given, as they are stored. */
  overtaken(db: Queryable, published: readonly View[]): Promise<readonly View[]>
}

/** Views of one kind, each in a row, whole. `name`: of the table, ours and never a user's. */
export function viewTable<View extends StoredView>(name: string, schema: z.ZodType<View>): ViewTable<View> {
  const load = { name: `load-${name}`, text: `select view from ${name} where id = any($1::uuid[])` }
  /** In the order of ids, and only what is newer: see save-lots. */
  const save = {
    name: `save-${name}`,
    text: `
      insert into ${name} (id, version, view)
      select * from unnest($1::uuid[], $2::integer[], $3::jsonb[]) as stored (id)
      order by stored.id
      on conflict (id) do update set version = excluded.version, view = excluded.view
      where ${name}.version < excluded.version`,
  }
  const overtaken = {
    name: `overtaken-${name}`,
    text: `
      select stored.view
      from unnest($1::uuid[], $2::integer[]) as published (id, version)
      join ${name} as stored on stored.id = published.id and stored.version > published.version`,
  }
  const ids = (views: readonly View[]) => views.map(({ id }) => id)
  const versions = (views: readonly View[]) => views.map(({ version }) => version)

  async function read(db: Queryable, statement: { name: string; text: string }, values: unknown[]) {
    const { rows } = await db.query<{ view: unknown }>({ ...statement, values })
    return rows.map(({ view }) => schema.parse(view))
  }

  return {
    async load(db, wanted) {
      const views = await read(db, load, [wanted])
      return new Map(views.map((view) => [view.id, view]))
    },
    async save(db, views) {
      if (views.length === 0) return
      await db.query({ ...save, values: [ids(views), versions(views), views.map((view) => JSON.stringify(view))] })
    },
    overtaken: (db, published) => read(db, overtaken, [ids(published), versions(published)]),
  }
}
