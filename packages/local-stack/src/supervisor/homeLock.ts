import { join } from 'node:path'
import { readSettings } from '../settings/settings.ts'
import { type Lock, tryLock } from '../system/lock.ts'

export type { Lock }

/**
 * A lock of this clone (of GAVEL_HOME) under the given name, given up by the kernel when its holder dies. Undefined when
 * another process holds it.
 */
export function tryHomeLock(name: string): Lock | undefined {
  return tryLock(join(readSettings().home, `${name}.lock`))
}
