import { type ReactNode, useRef } from 'react'

/** Shows that a value has changed, once it does: what was there from the beginning has not. */
export function Flash({ value, children }: { value: number; children: ReactNode }) {
  const first = useRef(value)
  return (
    <span key={value} className={value === first.current ? undefined : 'price-flash'}>
      {children}
    </span>
  )
}
