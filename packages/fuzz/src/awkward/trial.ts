import type { Wire } from './wire.ts'

/** `mayPass`: whether to do as it says is right too. `isHttp` is false for what may be cut off without a word. */
export type Trial = { what: string; wire: Wire; mayPass: boolean; isHttp: boolean }

export const trial = (what: string, wire: Wire, { mayPass = true, isHttp = true } = {}): Trial => ({
  what: `${wire.method} ${wire.target.slice(0, 100)}: ${what}`,
  wire,
  mayPass,
  isHttp,
})

export const json = 'Content-Type: application/json'
