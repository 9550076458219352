import { useState } from 'react'
import { keep, kept } from './kept.ts'

export const looks = ['auto', 'light', 'dark'] as const
export type Look = (typeof looks)[number]

const lookIn = (text: string | null): Look => looks.find((look) => look === text) ?? 'auto'

function wear(look: Look): void {
  if (look === 'auto') delete document.documentElement.dataset.look
  else document.documentElement.dataset.look = look
}

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
