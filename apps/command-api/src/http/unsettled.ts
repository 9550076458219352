import { Problem } from '@gavel/service-kit'

/** Nothing was done; the same request may be sent again after `afterMs`. */
export const retryLater = (afterMs: number): Problem =>
  new Problem('retry_later', { headers: { 'Retry-After': String(Math.max(1, Math.ceil(afterMs / 1_000))) } })

/** The database went away in mid-append. `advice`: how to find out. */
export const outcomeUnknown = (advice: string): Problem =>
  new Problem('unavailable', {
    detail: `It is not known whether this was carried out. ${advice}`,
    headers: { 'Retry-After': '2' },
  })
