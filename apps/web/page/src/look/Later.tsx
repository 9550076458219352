import { type ReactNode, Suspense } from 'react'
import { Mishap } from './Mishap.tsx'

/** A part of a page whose file comes by itself: while it is not here, or does not come, nothing is in its place. */
export function Later({ children }: { children: ReactNode }) {
  return (
    <Mishap shown={() => null}>
      <Suspense>{children}</Suspense>
    </Mishap>
  )
}
