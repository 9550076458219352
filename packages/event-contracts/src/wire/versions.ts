/**
 * How a message type has changed. `upcasters[n]` lifts data written as schema version n to version n + 1, so a reader
 * knows the newest shape alone and an old log stays readable for ever.
 */
export type VersionHistory = {
  current: number
  upcasters: Readonly<Record<number, (data: unknown) => unknown>>
}

export class UnknownVersion extends Error {
  override name = 'UnknownVersion'
}

/**
 * Lifts `data` from `schemaVersion` to the current one.
 *
 * @throws UnknownVersion when the version is newer than this code, or a step in between is missing.
 */
export function upcast(type: string, history: VersionHistory, schemaVersion: number, data: unknown): unknown {
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > history.current) {
    throw new UnknownVersion(`${type} has versions 1 to ${history.current}, not ${schemaVersion}`)
  }
  let lifted = data
  for (let version = schemaVersion; version < history.current; version += 1) {
    const step = history.upcasters[version]
    if (step === undefined) throw new UnknownVersion(`${type} has no upcaster from version ${version}`)
    lifted = step(lifted)
  }
  return lifted
}

/**
 * What a zod union of messages parses: the type and its data, lifted to the newest version. One way for facts, commands
 * and views; `what` names them in the error.
 *
 * @throws when the type is none of `versions`, and as `upcast` does.
 */
export function lifted(
  what: string,
  versions: Readonly<Record<string, VersionHistory>>,
  message: { type: string; schemaVersion: number; data: unknown },
): { type: string; data: unknown } {
  const { type, schemaVersion, data } = message
  const history = Object.hasOwn(versions, type) ? versions[type] : undefined
  if (history === undefined) throw new Error(`unknown ${what} ${type}`)
  return { type, data: upcast(type, history, schemaVersion, data) }
}
