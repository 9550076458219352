import type { StoredAt } from './stored.ts'

/** A view that is kept as it is, and has no number. */
export const viewAt = (view: Readonly<Record<string, unknown>> & { version: number }): StoredAt => ({
  version: view.version,
  number: null,
  state: view,
})

/** What a member watches and blocks, by what it is about, as in `watch:<lot>`. */
export type Marks = ReadonlyMap<string, { version: number; isOn: boolean; at: string }>

/** A member is at the version of the newest of his marks. */
export const marksAt = (marks: Marks): StoredAt => ({
  version: Math.max(...[...marks.values()].map(({ version }) => version)),
  number: null,
  state: Object.fromEntries([...marks].map(([subject, { version, isOn, at }]) => [subject, { version, isOn, at }])),
})
