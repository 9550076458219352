import type { Assignment } from 'kafkajs'
import { fetchAgeLimitMs } from '../limits.ts'

/**
 * What a consumer knows of its place in the group. States: not joined → joined ⇄ interrupted → joined …, until it is
 * stopping (asked to) or failed (gave up). Interrupted: finish what is in hand, begin nothing new.
 */
export type Membership = {
  joined(assignment: Assignment): void
  fetched(): void
  sinceFetchMs(): number
  left(): void
  /** The group is to be joined again; `error` makes kafkajs do so. */
  interrupt(error: unknown): void
  /** For good: the error goes to onFatal, once. */
  fail(error: unknown): void
  beginStop(): void
  stopping(): boolean
  interrupted(): boolean
  rejoinError(): unknown
  /** Counts the joins: what was fetched in another generation is not this member's any more. */
  generation(): number
  /** Aborted when interrupted; another one after each join. */
  signal(): AbortSignal
  assignment(): Assignment
  /** Throws with the reason when messages are not flowing. */
  check(): void
}

export function createMembership(onFatal: (error: unknown) => void, now: () => number = Date.now): Membership {
  let member = false
  let stopping = false
  let failure: { error: unknown } | undefined
  let rejoin: { error: unknown } | undefined
  let controller = new AbortController()
  let assignment: Assignment = {}
  let generation = 0
  let lastFetchAtMs = 0

  return {
    joined(assigned) {
      member = true
      assignment = assigned
      generation += 1
      lastFetchAtMs = now()
      if (stopping || failure) return
      rejoin = undefined
      if (controller.signal.aborted) controller = new AbortController()
    },
    fetched() {
      lastFetchAtMs = now()
    },
    sinceFetchMs: () => now() - lastFetchAtMs,
    left() {
      member = false
      assignment = {}
    },
    interrupt(error) {
      rejoin ??= { error }
      controller.abort()
    },
    fail(error) {
      if (failure || stopping) return
      failure = { error }
      controller.abort()
      onFatal(error)
    },
    beginStop() {
      stopping = true
      controller.abort()
    },
    stopping: () => stopping || failure !== undefined,
    interrupted: () => controller.signal.aborted,
    rejoinError: () => rejoin?.error,
    signal: () => controller.signal,
    generation: () => generation,
    assignment: () => assignment,
    check() {
      if (failure) throw new Error('The consumer has given up', { cause: failure.error })
      if (stopping) throw new Error('The consumer is stopping')
      if (!member) throw new Error('The consumer is not in its group')
      // A rebalance in progress is no reason by itself: all instances would be unready at once at every deployment.
      const ageMs = now() - lastFetchAtMs
      if (ageMs > fetchAgeLimitMs) throw new Error(`The last fetch was ${ageMs} ms ago`)
    },
  }
}
