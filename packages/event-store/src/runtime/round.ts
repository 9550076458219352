import type { Claim, EventDraft, RecordedEvent, StoredClaim, StreamAppend } from '../event.ts'
import { assertClaims, assertEvent, assertStream, encodeEvent } from '../store/encode.ts'
import type { CompanionMoved } from './types.ts'

/** A decision with its answer sealed in: `settle` gives it to the caller. */
export type Decided = {
  events: readonly EventDraft[]
  claims: readonly Claim[]
  companions: readonly StreamAppend[]
  settle(version: number): void
}

export type Command<State> = {
  /** On the runtime's clock of arrivals and reads. */
  arrivedAt: number
  queuedAtMs: number
  decide(state: State, version: number): Decided
  /** Ends the command without its decision. */
  turnAway(executed: TurnedAway): void
  companionMoved(moved: CompanionMoved): void
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
  /** By the name of a claim. */
  claimants: ReadonlyMap<string, Command<State>>
  companions: readonly StreamAppend[]
  /** By the companion's stream. */
  accompanied: ReadonlyMap<string, Command<State>>
  state: State
  version: number
  /** Commands for the next round: the bounds are met, or one wants a claim or a companion that this round has. */
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
  const companions: StreamAppend[] = []
  const accompanied = new Map<string, Command<State>>()
  let eventCount = 0
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
    const full = eventCount + step.eventCount > limits.maxBatchEvents || bytes + step.bytes > limits.maxBatchBytes
    if (events.length > 0 && step.events.length > 0 && full) break
    if (step.claims.some((claim) => claimants.has(claim.name))) break
    if (step.companions.some((companion) => accompanied.has(companion.streamId))) break
    events.push(...step.events)
    claims.push(...step.claims)
    companions.push(...step.companions)
    for (const claim of step.claims) claimants.set(claim.name, command)
    for (const companion of step.companions) accompanied.set(companion.streamId, command)
    eventCount += step.eventCount
    bytes += step.bytes
    state = step.state
    version = step.version
    decided.push({ command, withEvents: step.events.length > 0, settle: () => step.settle(step.version) })
    taken += 1
  }
  return { decided, events, claims, claimants, companions, accompanied, state, version, rest: commands.slice(taken) }
}

type Step<State> = Decided & { state: State; version: number; eventCount: number; bytes: number }

function decideOne<State>(
  streamId: string,
  before: State,
  versionBefore: number,
  command: Command<State>,
  fold: Fold<State>,
): Step<State> {
  const decision = command.decide(before, versionBefore)
  const { claims, companions } = decision
  if (claims.length + companions.length > 0 && decision.events.length === 0)
    throw new TypeError('Claims are taken, and companions written, with events only')
  // Here, where one command is at fault; in the append it would be all of the round's.
  assertClaims(claims)
  assertCompanions(streamId, companions)
  assertNamed(streamId, claims, companions)
  let state = before
  let version = versionBefore
  const beside = companions.flatMap(({ events }) => events)
  let bytes = beside.reduce((sum, event) => sum + encodeEvent(event).bytes, 0)
  for (const event of decision.events) {
    assertEvent(event)
    version += 1
    bytes += encodeEvent(event).bytes
    state = fold(state, { ...event, streamId, version })
  }
  return { ...decision, state, version, eventCount: decision.events.length + beside.length, bytes }
}

function assertCompanions(streamId: string, companions: readonly StreamAppend[]): void {
  const streams = new Set([streamId, ...companions.map((companion) => companion.streamId)])
  if (streams.size <= companions.length) throw new TypeError('A stream is its own companion, or one is named twice')
  for (const companion of companions) {
    assertStream(companion)
    for (const event of companion.events) assertEvent(event)
  }
}

function assertNamed(streamId: string, claims: readonly Claim[], companions: readonly StreamAppend[]): void {
  for (const claim of claims) {
    const named = claim.streamId ?? streamId
    if (named !== streamId && companions.every((companion) => companion.streamId !== named))
      throw new TypeError(`The claim ${claim.name} names a stream that is not appended to`)
  }
}
