import { backOff } from '../backOff.ts'
import type { Append } from '../event.ts'
import { isContention, isPassing } from '../sqlState.ts'
import { StoreOverloaded } from '../store/committer.ts'
import type { EventStore } from '../store/eventStore.ts'
import type { LockedResult } from '../store/underLock.ts'
import { type Command, decideRound, type Fold, type Round } from './round.ts'
import type { Entry, StateCache } from './stateCache.ts'
import type { RuntimeLimits, RuntimeMetrics } from './types.ts'

const conflictBaseMs = 2
const conflictCapMs = 50
const maxHolds = 3

/** `moved`: the stream is not where it was thought to be. The others as in the store. */
type Outcome<State> = {
  round: Round<State>
  confirmedAt: number
  result: LockedResult | { kind: 'moved'; to: number }
}

/**
 * Brings a batch of commands for one stream to its end; one batch of a stream at a time. Never rejects.
 *
 *   state (cache or log) → decide → append → answer all
 *                            │        ├ conflict: catch up, decide again; after maxAttempts holding the stream's lock
 *                            │        ├ claim taken, companion moved: answer that command, decide the others again
 *                            │        └ events that cannot be stored: halve the batch until the guilty command is alone
 *                            └ no events: confirm the version → answer all, or catch up and decide again
 */
export function createStreamWorker<State>(options: {
  store: EventStore
  streamType: string
  topic: string
  cache: StateCache<State>
  fold: Fold<State>
  limits: RuntimeLimits
  metrics: RuntimeMetrics
  tick: () => number
}): (streamId: string, commands: readonly Command<State>[]) => Promise<void> {
  const { store, streamType, topic, cache, fold, limits, metrics, tick } = options
  return settleAll

  async function settleAll(streamId: string, commands: readonly Command<State>[]): Promise<void> {
    let pending = commands
    for (let attempts = 1; pending.length > 0; attempts += 1) {
      if (attempts > limits.maxAttempts + maxHolds) return turnAway(pending, 'lock')
      try {
        const entry = cache.get(streamId) ?? (await cache.catchUp(streamId))
        const { round, confirmedAt, result } =
          attempts > limits.maxAttempts
            ? await holding(streamId, entry, pending)
            : await freely(streamId, entry, pending)
        switch (result.kind) {
          case 'appended':
          case 'nothing':
            cache.set(streamId, { state: round.state, version: round.version, confirmedAt })
            for (const { settle } of round.decided) settle()
            metrics.settled?.({ commands: round.decided.length, events: round.events.length, attempts })
            pending = round.rest
            attempts = 0
            break
          case 'claim_taken':
            pending = await withoutClaimant(pending, round, result.name)
            // No conflict: the round is one command shorter now. (Unless the claim has expired; then it counts as one.)
            if (pending.length < round.decided.length + round.rest.length) attempts -= 1
            break
          case 'companion_moved': {
            const { streamId: companion } = result
            const accompanied = round.accompanied.get(companion)
            metrics.companionMoved?.()
            if (accompanied === undefined) throw new Error(`${companion} accompanies no command of this round`)
            accompanied.companionMoved({ kind: 'companion_moved', streamId: companion })
            pending = pending.filter((command) => command !== accompanied)
            // No conflict: the round is one command shorter now.
            attempts -= 1
            break
          }
          case 'conflict':
          case 'moved':
            metrics.conflict?.()
            if (attempts > 1) await backOff(attempts - 1, conflictBaseMs, conflictCapMs)
            await followStream(streamId, entry)
            break
          case 'busy':
            return turnAway(pending, 'lock')
          case 'outcome_unknown':
            cache.forget(streamId)
            doubt(round)
            pending = round.rest
            attempts = 0
            break
          case 'failed': {
            if (isContention(result.error)) {
              await backOff(attempts, conflictBaseMs, conflictCapMs)
              break
            }
            if (isPassing(result.error) || result.error instanceof StoreOverloaded) return turnAway(pending, 'database')
            const guilty = round.decided.filter(({ withEvents }) => withEvents)
            if (guilty.length > 1) {
              const middle = Math.ceil(pending.length / 2)
              await settleAll(streamId, pending.slice(0, middle))
              return settleAll(streamId, pending.slice(middle))
            }
            if (guilty.length === 0) throw result.error
            for (const { command } of guilty) command.reject(result.error)
            pending = pending.filter((command) => guilty.every((one) => one.command !== command))
            attempts = 0
          }
        }
      } catch (error) {
        // Reading or folding has failed, so nothing of these was written.
        cache.forget(streamId)
        if (isPassing(error)) return turnAway(pending, 'database')
        for (const command of pending) command.reject(error)
        return
      }
    }
  }

  async function freely(
    streamId: string,
    entry: Entry<State>,
    pending: readonly Command<State>[],
  ): Promise<Outcome<State>> {
    const round = decideRound(streamId, entry, pending, fold, limits)
    const confirmedAt = tick()
    const append = appendOf(streamId, entry, round)
    if (append !== undefined) return { round, confirmedAt, result: await store.commit(append) }
    // A refusal decided on the cache may be stale: another instance may have moved the stream since.
    if (round.decided.every(({ command }) => command.arrivedAt < entry.confirmedAt)) {
      return { round, confirmedAt: entry.confirmedAt, result: { kind: 'nothing', version: entry.version } }
    }
    const version = await store.version(streamId)
    const kind = version === entry.version ? 'nothing' : 'moved'
    return { round, confirmedAt, result: kind === 'nothing' ? { kind, version } : { kind, to: version } }
  }

  async function holding(
    streamId: string,
    entry: Entry<State>,
    pending: readonly Command<State>[],
  ): Promise<Outcome<State>> {
    metrics.fallback?.()
    const confirmedAt = tick()
    let round = decideRound(streamId, entry, [], fold, limits)
    const result = await store.appendUnderLock(streamId, entry.version, (events) => {
      const state = events.reduce(fold, entry.state)
      const now = { state, version: events.at(-1)?.version ?? entry.version, confirmedAt }
      round = decideRound(streamId, now, pending, fold, limits)
      return appendOf(streamId, now, round)
    })
    return { round, confirmedAt, result }
  }

  function appendOf(streamId: string, entry: Entry<State>, round: Round<State>): Append | undefined {
    if (round.events.length === 0) return undefined
    const { events, claims, companions } = round
    return { streamId, streamType, expectedVersion: entry.version, events, topic, claims, companions }
  }

  async function followStream(streamId: string, entry: Entry<State>): Promise<void> {
    const now = await cache.catchUp(streamId)
    // Nothing new, and yet it conflicts: the log is behind the cache (a restored database), so the cache is worth nothing.
    if (now.version === entry.version) cache.forget(streamId)
  }

  async function withoutClaimant(
    pending: readonly Command<State>[],
    round: Round<State>,
    name: string,
  ): Promise<readonly Command<State>[]> {
    const claim = await store.claim(name)
    const claimant = round.claimants.get(name)
    // Expired in between: it is free to be taken.
    if (claim === undefined || claimant === undefined) return pending
    metrics.claimTaken?.()
    claimant.turnAway({ kind: 'claim_taken', claim })
    return pending.filter((command) => command !== claimant)
  }

  function doubt(round: Round<State>): void {
    const { retryAfterMs } = limits
    metrics.outcomeUnknown?.(round.decided.length)
    for (const { command, withEvents } of round.decided) {
      command.turnAway({ kind: withEvents ? 'outcome_unknown' : 'retry_later', retryAfterMs })
    }
  }

  function turnAway(pending: readonly Command<State>[], reason: 'lock' | 'database'): void {
    metrics.retryLater?.(reason, pending.length)
    for (const command of pending) command.turnAway({ kind: 'retry_later', retryAfterMs: limits.retryAfterMs })
  }
}
