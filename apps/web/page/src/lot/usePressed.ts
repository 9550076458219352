import { useRef } from 'react'

/** A press longer ago than this has been thought better of. */
const pressMsMax = 1_500

/**
 * The amount that stood on a button when the finger came down: prices move, and what changes under the finger must not
 * be bid. By keyboard, where there is no such moment, the amount of now.
 */
export function usePressed(): {
  press(amount: number | undefined): void
  take(now: number | undefined): number | undefined
} {
  const pressed = useRef<{ amount: number; atMs: number }>(undefined)
  return {
    press(amount) {
      pressed.current = amount === undefined ? undefined : { amount, atMs: performance.now() }
    },
    take(now) {
      const before = pressed.current
      pressed.current = undefined
      return before !== undefined && performance.now() - before.atMs < pressMsMax ? before.amount : now
    },
  }
}
