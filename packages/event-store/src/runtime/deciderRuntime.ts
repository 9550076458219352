import type { EventDraft, RecordedEvent } from '../event.ts'
import { runtimeLimits } from './limits.ts'
import type { Command } from './round.ts'
import { createStateCache } from './stateCache.ts'
import { createStreamWorker } from './streamWorker.ts'
import type { CompanionMoved, DeciderRuntime, Decision, Executed, RuntimeOptions, Together } from './types.ts'

/**
 * A mailbox for each stream: its commands are decided in order, one batch at a time; those that come while an append is under
 * way make up the next batch. Any number of processes may run on one database.
 */
export function createDeciderRuntime<State, Event extends EventDraft, Fact>(
  options: RuntimeOptions<State, Fact>,
): DeciderRuntime<State, Event> {
  const { store, streamType, topic, initial } = options
  const limits = { ...runtimeLimits, ...options.limits }
  const metrics = options.metrics ?? {}
  const fold = (state: State, recorded: RecordedEvent) => options.evolve(state, options.read(recorded))
  // Not time but order: what came before what, among arrivals and reads.
  let clock = 0
  const tick = () => ++clock
  const cache = createStateCache({ store, initial, fold, maxStreams: limits.cacheStreams, tick })
  const settleAll = createStreamWorker({ store, streamType, topic, cache, fold, limits, metrics, tick })
  const mailboxes = new Map<string, Command<State>[]>()
  let queued = 0
  let stopping = false
  let onIdle: (() => void) | undefined
  let stopped: Promise<void> | undefined

  return { execute, executeTogether, stop }

  function execute<Answer>(
    streamId: string,
    decide: (state: State, version: number) => Decision<Event, Answer>,
  ): Promise<Executed<Answer>> {
    return new Promise((resolve, reject) => {
      const never = (): void => reject(new Error('A command without companions has lost one'))
      post(streamId, decide, { resolve, reject, companionMoved: never })
    })
  }

  function executeTogether<Answer>(
    streamId: string,
    decide: (state: State, version: number) => Together<Event, Answer>,
  ): Promise<Executed<Answer> | CompanionMoved> {
    return new Promise((resolve, reject) => {
      post(streamId, decide, { resolve, reject, companionMoved: resolve })
    })
  }

  function post<Answer>(
    streamId: string,
    decide: (state: State, version: number) => Together<Event, Answer>,
    caller: {
      resolve(executed: Executed<Answer>): void
      reject(error: unknown): void
      companionMoved(moved: CompanionMoved): void
    },
  ): void {
    const { resolve, reject, companionMoved } = caller
    const full = queued >= limits.maxQueue || (mailboxes.get(streamId)?.length ?? 0) >= limits.maxQueuePerStream
    if (stopping || full) {
      metrics.retryLater?.(stopping ? 'stopping' : 'queue', 1)
      resolve({ kind: 'retry_later', retryAfterMs: limits.retryAfterMs })
      return
    }
    enqueue(streamId, {
      arrivedAt: tick(),
      queuedAtMs: performance.now(),
      decide(state, version) {
        const { events, answer, claims = [], companions = [] } = decide(state, version)
        const settle = (after: number): void => resolve({ kind: 'decided', answer, version: after })
        return { events, claims, companions, settle }
      },
      turnAway: resolve,
      reject,
      companionMoved,
    })
  }

  function enqueue(streamId: string, command: Command<State>): void {
    queued += 1
    metrics.queued?.(queued)
    const mailbox = mailboxes.get(streamId)
    if (mailbox !== undefined) {
      mailbox.push(command)
      return
    }
    mailboxes.set(streamId, [command])
    void work(streamId)
  }

  async function work(streamId: string): Promise<void> {
    // Those who come in this same turn are of the first batch.
    await Promise.resolve()
    for (let batch = takeBatch(streamId); batch.length > 0; batch = takeBatch(streamId)) {
      const inTime = turnAwayLate(batch)
      if (inTime.length > 0) await settleAll(streamId, inTime)
    }
    mailboxes.delete(streamId)
    if (mailboxes.size === 0) onIdle?.()
  }

  function takeBatch(streamId: string): readonly Command<State>[] {
    const batch = mailboxes.get(streamId)?.splice(0, limits.maxBatchCommands) ?? []
    queued -= batch.length
    if (batch.length > 0) metrics.queued?.(queued)
    return batch
  }

  function turnAwayLate(batch: readonly Command<State>[]): readonly Command<State>[] {
    const oldestMs = performance.now() - limits.maxWaitMs
    const late = batch.filter((command) => command.queuedAtMs < oldestMs)
    if (late.length === 0) return batch
    metrics.retryLater?.('waited', late.length)
    for (const command of late) command.turnAway({ kind: 'retry_later', retryAfterMs: limits.retryAfterMs })
    return batch.filter((command) => command.queuedAtMs >= oldestMs)
  }

  function stop(): Promise<void> {
    stopping = true
    stopped ??= mailboxes.size === 0 ? Promise.resolve() : new Promise((resolve) => (onIdle = resolve))
    return stopped
  }
}
