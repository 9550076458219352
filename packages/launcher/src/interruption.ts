export type Interruption = {
  /** Aborts at the first signal. */
  signal: AbortSignal
}

/**
 * SIGINT, SIGTERM and SIGHUP from now on ask for an end in good order; the second one ends this process at once (and
 * the reaper whatever it has started).
 */
export function interruption(): Interruption {
  const controller = new AbortController()
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(1)
    controller.abort(new Error(`interrupted by ${signal}`))
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  return { signal: controller.signal }
}
