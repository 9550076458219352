import { Problem } from '@gavel/service-kit'
import type { Standing } from './rateLimit.ts'

const secondsOf = (ms: number): string => String(Math.ceil(ms / 1_000))

/** How far somebody is from a limit (draft-ietf-httpapi-ratelimit-headers-06). */
export const limitHeaders = ({ limit, windowSec, used, resetMs }: Standing): Readonly<Record<string, string>> => ({
  'RateLimit-Limit': String(limit),
  'RateLimit-Remaining': String(Math.max(0, limit - used)),
  'RateLimit-Reset': secondsOf(resetMs),
  'RateLimit-Policy': `${limit};w=${windowSec}`,
})

export const isOver = ({ used, limit }: Standing): boolean => used > limit

export const tooMany = (standing: Standing): Problem =>
  new Problem('too_many_requests', {
    detail: `At most ${standing.limit} in ${standing.windowSec} s.`,
    headers: { ...limitHeaders(standing), 'Retry-After': secondsOf(standing.resetMs) },
  })

/** Of several limits the one that is nearest. */
export const nearest = (standings: readonly Standing[]): Standing | undefined =>
  standings.toSorted((one, other) => one.limit - one.used - (other.limit - other.used))[0]
