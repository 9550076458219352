import { UsageError } from '../told.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Rejects when somebody wants the command to end; the second time the process ends at once. `ignore` when it is over. */
export function interrupted(): { given: Promise<never>; ignore(): void } {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => undefined)
  const give = () => {
    ignore()
    reject(new UsageError('Interrupted: the old tables stay in use, the new ones are dropped.'))
  }
  const ignore = () => {
    for (const signal of signals) process.off(signal, give)
  }
  for (const signal of signals) process.on(signal, give)
  return { given: promise, ignore }
}
