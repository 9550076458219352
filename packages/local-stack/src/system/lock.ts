import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type Lock = { release(): void }

/**
 * A lock that the kernel gives up when its holder dies, however it dies. Node has no flock; SQLite, which Node carries,
 * locks a file in the system's own way. Undefined when another process (or another call in this one) holds it.
 */
export function tryLock(path: string): Lock | undefined {
  mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    // SQLITE_BUSY. Judged by shape, since Jest's realm has an Error of its own.
    if (typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === 5) return undefined
    throw error
  }
  return { release: () => database.close() }
}
