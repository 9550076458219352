import { useState, useSyncExternalStore } from 'react'
import { keep, kept } from './kept.ts'

export const looks = ['auto', 'light', 'dark'] as const
export type Look = (typeof looks)[number]

const lookIn = (text: string | null): Look => looks.find((look) => look === text) ?? 'auto'

function wear(look: Look): void {
  if (look === 'auto') delete document.documentElement.dataset.look
  else document.documentElement.dataset.look = look
  for (const listener of listeners) listener()
}

const listeners = new Set<() => void>()
const systemIsDark = matchMedia('(prefers-color-scheme: dark)')

function onLook(listener: () => void): () => void {
  listeners.add(listener)
  systemIsDark.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    systemIsDark.removeEventListener('change', listener)
  }
}

const isDark = (): boolean =>
  (document.documentElement.dataset.look ?? (systemIsDark.matches ? 'dark' : 'light')) === 'dark'

/** Whether the page is dark now, for what is painted and not styled. */
export const useIsDark = (): boolean => useSyncExternalStore(onLook, isDark)

/** Before the first paint, so that nobody is dazzled. */
export const wearKeptLook = (): void => wear(lookIn(kept('look')))

export function useLook(): [Look, (look: Look) => void] {
  const [look, setLook] = useState(() => lookIn(kept('look')))
  return [
    look,
    (next) => {
      keep('look', next)
      wear(next)
      setLook(next)
    },
  ]
}
