import { useSyncExternalStore } from 'react'
import { serverNow } from './serverClock.ts'

/** One timer for all countdowns of the page; it strikes when the server's second turns, so they all change together. */
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined
let second = Math.floor(serverNow() / 1_000)

function strike(): void {
  second = Math.floor(serverNow() / 1_000)
  for (const listener of listeners) listener()
  wait()
}

function wait(): void {
  timer = setTimeout(strike, 1_000 - (serverNow() % 1_000) + 1)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) wait()
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearTimeout(timer)
  }
}

/** The server's time in whole seconds, as milliseconds since 1970; whoever uses it is drawn again each second. */
export const useServerNow = (): number => useSyncExternalStore(subscribe, () => second) * 1_000
