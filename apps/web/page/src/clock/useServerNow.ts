import { useSyncExternalStore } from 'react'
import { serverNow } from './serverClock.ts'

/** One timer for all countdowns of the page; it strikes when the server's second turns, so they all change together. */
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined
/** How often it is looked whether the time is known. */
const unknownMs = 50

const secondNow = (): number => Math.floor(serverNow() / 1_000)
let second = secondNow()

function strike(): void {
  second = secondNow()
  for (const listener of listeners) listener()
  wait()
}

function wait(): void {
  const nowMs = serverNow()
  timer = setTimeout(strike, Number.isNaN(nowMs) ? unknownMs : 1_000 - (nowMs % 1_000) + 1)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    second = secondNow()
    wait()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearTimeout(timer)
  }
}

/** While nobody listens no timer strikes, and the last second may be long ago. */
const shownSecond = (): number => (listeners.size === 0 ? secondNow() : second)

/**
 * The server's time in whole seconds, as milliseconds since 1970, NaN until it is known; whoever uses it is drawn again
 * each second.
 */
export const useServerNow = (): number => useSyncExternalStore(subscribe, shownSecond) * 1_000
