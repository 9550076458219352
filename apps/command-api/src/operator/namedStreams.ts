import { uuid } from '@gavel/event-contracts'
import { streamIdPages, streamTypeOf } from '@gavel/event-store'
import { checkedKinds, partsOf, type StreamName, UsageError } from '@gavel/operator'
import type pg from 'pg'
import { checkedLogs } from './checkedLogs.ts'
import { lotOfReference } from './lotOfReference.ts'

/** `isInLog`: what projector and query-api have stored by mistake can be named as well. */
export type NamedStream = StreamName & { isInLog: boolean }

/**
 * Lots by number or id, anything as `<kind>:<id>`; everything, kind by kind and in the order of ids, when nothing is named.
 *
 * @throws UsageError
 */
export async function* namedStreams(pool: pg.Pool, names: readonly string[]): AsyncGenerator<NamedStream> {
  for (const name of names) yield named(pool, name)
  if (names.length > 0) return
  for (const kind of checkedKinds) {
    for await (const page of streamIdPages(pool, checkedLogs[kind].streamType)) {
      for (const id of page) yield { kind, id, isInLog: true }
    }
  }
}

async function named(pool: pg.Pool, name: string): Promise<NamedStream> {
  const parts = partsOf(name)
  if (parts === undefined) return { kind: 'lot', id: await lotOfReference(pool, name), isInLog: true }
  const { kind } = parts
  const id = uuid.safeParse(parts.id)
  if (!id.success) throw new UsageError(`${parts.id} is no id, as in ${kind}:<id>`)
  const type = await streamTypeOf(pool, id.data)
  return { kind, id: id.data, isInLog: type === checkedLogs[kind].streamType }
}
