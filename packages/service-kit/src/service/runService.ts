import { flushCompileCache } from 'node:module'
import { inspect } from 'node:util'
import { ConfigError } from '../config/configError.ts'

/**
 * The last line of each service's main.ts: runs `start`; when it fails, says why on standard error (a ConfigError as a
 * plain list, since there is no logger without a configuration) and exits with 1, whatever was opened so far.
 */
export function runService(name: string, start: () => Promise<void>): void {
  // Now, not at exit: a service that is killed writes nothing any more. Without NODE_COMPILE_CACHE it does nothing.
  start().then(flushCompileCache, (error: unknown) => {
    const reason = error instanceof ConfigError ? error.message : inspect(error)
    console.error(`${name} could not start. ${reason}`)
    process.exit(1)
  })
}
