import { createHash } from 'node:crypto'
import { channels } from '@gavel/event-contracts'
import { z } from 'zod'
import { payloadOf } from './asyncapi.ts'

const schemaLock = z.record(z.string(), z.record(z.string(), z.string()))
/** By message type and schema version, what the data looked like. */
export type SchemaLock = z.output<typeof schemaLock>

export const readSchemaLock = (text: string): SchemaLock => schemaLock.parse(JSON.parse(text))

const fingerprint = (schema: object): string =>
  createHash('sha256').update(canonical(schema)).digest('hex').slice(0, 16)

/** The order in which fields stand says nothing, nor do words for people. What only `refine` knows is not in here. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([name, member]) => !(name === 'description' && typeof member === 'string'))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

/**
 * The lock with what is new: messages, and new versions of them. A log is kept for ever, so data that was written as a
 * version is read as that version for ever: what a version looks like never changes again.
 *
 * @throws Error when a schema has changed and its version has not, or a version is gone.
 */
export function nextLock(lock: SchemaLock): SchemaLock {
  const messages = channels.flatMap((channel) => channel.messages)
  const changed = messages.filter((message) => {
    const locked = lock[message.type]?.[message.schemaVersion]
    return locked !== undefined && locked !== fingerprint(payloadOf(message))
  })
  if (changed.length > 0) {
    const names = changed.map(({ type, schemaVersion }) => `${type} (version ${schemaVersion})`)
    throw new Error(
      `the schema has changed, and its version has not, of ${names.join(', ')}: raise it, add an upcaster`,
    )
  }
  const known = new Map(messages.map(({ type, schemaVersion }) => [type, schemaVersion]))
  const gone = Object.entries(lock).filter(([type, versions]) =>
    Object.keys(versions).some((version) => Number(version) > (known.get(type) ?? 0)),
  )
  if (gone.length > 0) throw new Error(`logs may still have ${gone.map(([type]) => type).join(', ')}`)
  return Object.fromEntries(
    messages.map((message) => {
      const { type, schemaVersion } = message
      return [type, { ...lock[type], [schemaVersion]: fingerprint(payloadOf(message)) }]
    }),
  )
}
