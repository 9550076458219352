import type { PaceOptions } from '../types.ts'

export type Pace = Required<PaceOptions>

export const paceOf = ({ paceMs = 0, paceInFullFrom = 1 }: PaceOptions): Pace => ({ paceMs, paceInFullFrom })

/**
 * What is left of the pace after a batch of so many messages, when the fetch that brought it was so long ago (less than
 * nothing when the clock was set back).
 */
export const restMs = ({ paceMs, paceInFullFrom }: Pace, count: number, sinceFetchMs: number): number =>
  Math.max(0, paceMs * Math.min(1, count / paceInFullFrom) - Math.max(0, sinceFetchMs))
