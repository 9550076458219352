import { useSyncExternalStore } from 'react'
import { currentSession, onSession } from './session.ts'

/**
 * How often somebody else has come: signed in, out, or over to another account, in this window or another. To find out
 * when the page opens who is there is no visit: nothing was read before that is known.
 */
let visit = 0
let before = currentSession()
const listeners = new Set<() => void>()

// Registered when the page is loaded, so it runs before anything on the page is drawn for the next visitor.
onSession(() => {
  const isFirst = before.kind === 'unknown'
  before = currentSession()
  if (isFirst) return
  visit += 1
  for (const listener of listeners) listener()
})

export function onNextVisit(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useVisit = (): number => useSyncExternalStore(onNextVisit, () => visit)
