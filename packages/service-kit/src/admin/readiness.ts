export type ReadinessReport = {
  ready: boolean
  /** `degraded`: ready, though something observed is not well. */
  status: 'starting' | 'ready' | 'degraded' | 'not_ready' | 'stopping'
  /** 'ok', or why not. */
  checks: Readonly<Record<string, string>>
}

export type Readiness = {
  /** `check` rejects when the service can not do its work without the thing it asks; it has 1 s to answer. */
  add(name: string, check: () => Promise<void>): void
  /** The same for a thing without which the service still does most of its work: told, but not held against it. */
  observe(name: string, check: () => Promise<void>): void
  /** Whether a check was added, and not only observed. */
  isNeeded(name: string): boolean
  /** The service is wired and listens: until this is called it is not ready, whatever the checks say. */
  started(): void
  /** From now on not ready, whatever the checks say: called first when stopping. */
  drain(): void
  /** Runs the checks at most once in 500 ms, however often it is asked. */
  check(): Promise<ReadinessReport>
}

const checkLimitMs = 1_000
const cacheMs = 500
const reasonLengthMax = 200

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)).slice(0, reasonLengthMax)

type Probe = () => Promise<string>

/** Bounds a check in time, and to one at a time: a check that hangs is not started again beside itself. */
function probeOf(check: () => Promise<void>): Probe {
  let running: Promise<string> | undefined
  return async () => {
    running ??= Promise.resolve()
      .then(check)
      .then(
        () => 'ok',
        (error: unknown) => reasonOf(error),
      )
      .finally(() => {
        running = undefined
      })
    const limit = Promise.withResolvers<string>()
    const timer = setTimeout(() => limit.resolve(`no answer within ${checkLimitMs} ms`), checkLimitMs)
    try {
      return await Promise.race([running, limit.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}

export function createReadiness(): Readiness {
  const probes = new Map<string, Probe>()
  const observed = new Set<string>()
  let phase: 'starting' | 'running' | 'stopping' = 'starting'
  let cached: { results: Promise<Record<string, string>>; untilMs: number } | undefined

  const statusOf = (unwell: readonly string[]): ReadinessReport['status'] => {
    if (unwell.length === 0) return 'ready'
    return unwell.every((name) => observed.has(name)) ? 'degraded' : 'not_ready'
  }

  const runAll = async (): Promise<Record<string, string>> => {
    const entries = [...probes].map(async ([name, probe]) => [name, await probe()] as const)
    return Object.fromEntries(await Promise.all(entries))
  }

  const results = (): Promise<Record<string, string>> => {
    if (cached !== undefined && performance.now() < cached.untilMs) return cached.results
    // Kept from the start of the run, for its whole length and 500 ms more: askers in between share it.
    const entry = { results: runAll(), untilMs: Number.POSITIVE_INFINITY }
    cached = entry
    void entry.results.finally(() => {
      entry.untilMs = performance.now() + cacheMs
    })
    return entry.results
  }

  const add = (name: string, check: () => Promise<void>): void => {
    if (probes.has(name)) throw new Error(`there is a readiness check named ${name} already`)
    probes.set(name, probeOf(check))
    cached = undefined
  }

  return {
    add,
    observe(name, check) {
      add(name, check)
      observed.add(name)
    },
    isNeeded: (name) => probes.has(name) && !observed.has(name),
    started() {
      if (phase === 'starting') phase = 'running'
    },
    drain() {
      phase = 'stopping'
    },
    async check() {
      const checks = await results()
      const unwell = Object.keys(checks).filter((name) => checks[name] !== 'ok')
      const status = phase === 'running' ? statusOf(unwell) : phase
      return { ready: status === 'ready' || status === 'degraded', status, checks }
    },
  }
}
