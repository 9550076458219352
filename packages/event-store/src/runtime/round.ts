import type { Claim, EventDraft, RecordedEvent, StoredClaim } from '../event.ts'
import { assertClaims, assertEvent, encodeEvent } from '../store/encode.ts'

/** A decision with its answer sealed in: `settle` gives it to the caller. */
export type Decided = {
  events: readonly EventDraft[]
  claims: readonly Claim[]
  settle(version: number): void
}

export type Command<State> = {
  /** On the runtime's clock of arrivals and reads. */
  arrivedAt: number
  queuedAtMs: number
  decide(state: State, version: number): Decided
  /** Ends the command without its decision. */
  turnAway(executed: TurnedAway): void
  reject(error: unknown): void
}

export type TurnedAway =
  | { kind: 'claim_taken'; claim: StoredClaim }
  | { kind: 'retry_later'; retryAfterMs: number }
  | { kind: 'outcome_unknown'; retryAfterMs: number }

export type Fold<State> = (state: State, recorded: RecordedEvent) => State

export type RoundLimits = { maxBatchEvents: number; maxBatchBytes: number }

export type DecidedCommand<State> = { command: Command<State>; withEvents: boolean; settle(): void }

/** What one pass over the waiting commands came to. Nothing is answered before its append has been committed. */
export type Round<State> = {
  decided: readonly DecidedCommand<State>[]
  events: readonly EventDraft[]
  claims: readonly Claim[]
  claimants: ReadonlyMap<string, Command<State>>
  state: State
  version: number
  /** Commands for the next round: the bounds are met, or one wants a claim that another of this round is taking. */
  rest: readonly Command<State>[]
}

/** Decides the commands in order, each on the state the ones before it leave. A command that throws changes nothing. */
export function decideRound<State>(
  streamId: string,
  start: { state: State; version: number },
  commands: readonly Command<State>[],
  fold: Fold<State>,
  limits: RoundLimits,
): Round<State> {
  let { state, version } = start
  const decided: DecidedCommand<State>[] = []
  const events: EventDraft[] = []
  const claims: Claim[] = []
  const claimants = new Map<string, Command<State>>()
  let bytes = 0
  let taken = 0

  for (const command of commands) {
    let step: Step<State>
    try {
      step = decideOne(streamId, state, version, command, fold)
    } catch (error) {
      decided.push({ command, withEvents: false, settle: () => command.reject(error) })
      taken += 1
      continue
    }
    const full = events.length + step.events.length > limits.maxBatchEvents || bytes + step.bytes > limits.maxBatchBytes
    if (events.length > 0 && step.events.length > 0 && full) break
    if (step.claims.some((claim) => claimants.has(claim.name))) break
    events.push(...step.events)
    claims.push(...step.claims)
    for (const claim of step.claims) claimants.set(claim.name, command)
    bytes += step.bytes
    state = step.state
    version = step.version
    decided.push({ command, withEvents: step.events.length > 0, settle: () => step.settle(step.version) })
    taken += 1
  }
  return { decided, events, claims, claimants, state, version, rest: commands.slice(taken) }
}

type Step<State> = Decided & { state: State; version: number; bytes: number }

function decideOne<State>(
  streamId: string,
  before: State,
  versionBefore: number,
  command: Command<State>,
  fold: Fold<State>,
): Step<State> {
  const decision = command.decide(before, versionBefore)
  if (decision.claims.length > 0 && decision.events.length === 0)
    throw new TypeError('Claims are taken with events only')
  // Here, where one command is at fault; in the append it would be all of the round's.
  assertClaims(decision.claims)
  let state = before
  let version = versionBefore
  let bytes = 0
  for (const event of decision.events) {
    assertEvent(event)
    version += 1
    bytes += encodeEvent(event).bytes
    state = fold(state, { ...event, streamId, version })
  }
  return { ...decision, state, version, bytes }
}
