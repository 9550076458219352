import { hash } from 'node:crypto'
import { GateFull } from './gate.ts'

/** Leave to ask one instance. */
export type Lease = {
  url: string
  /** It began to answer, so it is well. */
  answered(): void
  /** It could not be connected to: put it aside for a while. */
  away(): void
  /** The time is over without an answer. */
  late(): void
  /** Once, when all is over. */
  release(): void
}

/** The instances of one service as one kind of request sees them. */
export type Upstreams = {
  count: number
  /**
   * Leave to ask the instance with the fewest requests at work that is not in `tried`; waits for a free slot, first
   * come first served. Rejects with GateFull when too many wait, or with the signal's reason. With `affinity`, the
   * instance that this text always comes to as long as it is well and has a free slot.
   */
  take(signal: AbortSignal, tried: ReadonlySet<string>, affinity?: string): Promise<Lease>
}

export type UpstreamOptions = {
  /** Requests at work at each instance: one that hangs holds up no more than these. */
  slots: number
  waitingMax: number
  /** An instance that owes several answers and gave none for so long, while another one answers, is put aside. */
  silentMs: number
  /** Any clock in ms that never goes back. */
  now(): number
  onSilent(): void
}

/** Short: an instance that restarts is back within seconds, and then it costs one request to find out. */
const restMs = 2_000
/** One slow answer alone is no sign of a hung process. */
const owedMin = 4

type Instance = {
  url: string
  atWork: number
  owed: number
  quietSinceMs: number
  answeredAtMs: number
  /** Undefined while it is well; else it gets one request at a time, as a probe, and none before this. */
  restsUntilMs: number | undefined
  probed: boolean
}

type Waiting = { tried: ReadonlySet<string>; affinity: string | undefined; grant(instance: Instance): void }

/** Rendezvous hashing: each text has an order of its own over the instances, and one that goes moves no other's texts. */
const weight = (affinity: string, { url }: Instance): string => hash('sha1', `${url} ${affinity}`)

const never = Number.NEGATIVE_INFINITY

export function createUpstreams(urls: readonly string[], options: UpstreamOptions): Upstreams {
  const { slots, waitingMax, silentMs, now, onSilent } = options
  const instances = urls.map<Instance>((url) => ({
    url,
    atWork: 0,
    owed: 0,
    quietSinceMs: never,
    answeredAtMs: never,
    restsUntilMs: undefined,
    probed: false,
  }))
  const waiting = new Set<Waiting>()
  let turn = 0

  const rest = (instance: Instance): void => {
    instance.restsUntilMs = now() + restMs
    instance.probed = false
  }

  const restSilent = (): void => {
    for (const one of instances) {
      if (one.restsUntilMs !== undefined || one.owed < owedMin || now() - one.quietSinceMs < silentMs) continue
      if (!instances.some((other) => other.answeredAtMs > one.quietSinceMs)) continue
      rest(one)
      onSilent()
    }
  }

  const isUsable = ({ restsUntilMs, probed }: Instance): boolean =>
    restsUntilMs === undefined || (!probed && restsUntilMs <= now())

  const pick = (tried: ReadonlySet<string>, affinity: string | undefined): Instance | undefined => {
    const inTurn = [...instances.slice(turn), ...instances.slice(0, turn)].filter(({ url }) => !tried.has(url))
    // With none of them well, asking one that is not beats giving up: it may have come back this moment.
    const lastResort = inTurn.every((one) => one.restsUntilMs !== undefined) && !inTurn.some(isUsable)
    const free = inTurn.filter((one) => one.atWork < slots && (lastResort || isUsable(one)))
    const [first] = free
    if (first === undefined) return undefined
    if (affinity !== undefined && free.length > 1) {
      return free.reduce((best, one) => (weight(affinity, one) > weight(affinity, best) ? one : best), first)
    }
    return free.reduce((best, one) => (one.atWork < best.atWork ? one : best), first)
  }

  const serve = (): void => {
    for (const next of waiting) {
      const instance = pick(next.tried, next.affinity)
      if (instance !== undefined) next.grant(instance)
      // Who has been elsewhere already is choosy, and holds up nobody behind him.
      else if (next.tried.size === 0) return
    }
  }

  const lease = (instance: Instance): Lease => {
    turn = (instances.indexOf(instance) + 1) % instances.length
    const takenAtMs = now()
    let owes = true
    if (instance.owed === 0) instance.quietSinceMs = takenAtMs
    instance.atWork += 1
    instance.owed += 1
    const isProbe = instance.restsUntilMs !== undefined
    if (isProbe) instance.probed = true
    const settle = (): void => {
      if (owes) instance.owed -= 1
      owes = false
    }
    return {
      url: instance.url,
      answered() {
        settle()
        instance.answeredAtMs = now()
        instance.quietSinceMs = now()
        instance.restsUntilMs = undefined
        instance.probed = false
      },
      away: () => rest(instance),
      late() {
        // Most of its time a request may have waited elsewhere, which is not this instance's fault.
        if (owes && now() - takenAtMs >= silentMs) rest(instance)
      },
      release() {
        settle()
        instance.atWork -= 1
        if (isProbe) instance.probed = false
        serve()
      },
    }
  }

  return {
    count: instances.length,
    async take(signal, tried, affinity) {
      signal.throwIfAborted()
      restSilent()
      if (waiting.size > 0) serve()
      const instance = waiting.size === 0 || tried.size > 0 ? pick(tried, affinity) : undefined
      if (instance !== undefined) return lease(instance)
      if (waiting.size >= waitingMax) throw new GateFull(`${waiting.size} wait already`)
      return new Promise<Lease>((resolve, reject) => {
        const onAbort = (): void => {
          waiting.delete(entry)
          reject(signal.reason)
        }
        const entry: Waiting = {
          tried,
          affinity,
          grant(granted) {
            waiting.delete(entry)
            signal.removeEventListener('abort', onAbort)
            resolve(lease(granted))
          },
        }
        waiting.add(entry)
        signal.addEventListener('abort', onAbort, { once: true })
      })
    },
  }
}
