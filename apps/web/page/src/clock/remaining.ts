export type Remaining = { days: number; hours: number; minutes: number; seconds: number; totalSec: number }

/** What is left, in whole seconds begun: it shows 1 until the instant itself has come, and 0 from then on. */
export function remaining(untilMs: number, nowMs: number): Remaining {
  const totalSec = Math.max(0, Math.ceil((untilMs - nowMs) / 1_000))
  return {
    days: Math.floor(totalSec / 86_400),
    hours: Math.floor((totalSec % 86_400) / 3_600),
    minutes: Math.floor((totalSec % 3_600) / 60),
    seconds: totalSec % 60,
    totalSec,
  }
}

export type Urgency = 'calm' | 'soon' | 'now'

export const urgencyOf = ({ totalSec }: Remaining): Urgency =>
  totalSec <= 30 ? 'now' : totalSec <= 300 ? 'soon' : 'calm'

/** The milestones that are said aloud, in seconds before the end: seconds themselves never are. */
const milestonesSec = [600, 300, 60, 30, 10]

/** The milestone that was reached between two looks at the clock, if any; of several, the last. */
export const milestoneBetween = (beforeSec: number, nowSec: number): number | undefined =>
  milestonesSec.findLast((milestone) => beforeSec > milestone && nowSec <= milestone && nowSec > 0)
