import { type MouseEvent, useRef } from 'react'

/**
 * The amount that stood on a button when the finger came down: prices move, and what changes under the finger must not
 * be bid, however long it stays. By keyboard, where there is no such moment, the amount of now.
 */
export function usePressed(): {
  press(amount: number | undefined): void
  clicked(event: MouseEvent, now: number | undefined): number | undefined
} {
  const pressed = useRef<number>(undefined)
  return {
    press(amount) {
      pressed.current = amount
    },
    clicked({ detail }, now) {
      const before = pressed.current
      pressed.current = undefined
      // A click that no pointer has made has no count.
      return detail === 0 ? now : before
    },
  }
}
