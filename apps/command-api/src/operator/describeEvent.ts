import { z } from 'zod'

const party = z.looseObject({ paddleNumber: z.number() })

/** A value in a few characters: people by their paddles, the rest as JSON. */
function brief(value: unknown): string {
  const known = party.safeParse(value)
  if (known.success) return `#${known.data.paddleNumber}`
  return typeof value === 'string' && /^[\w.:-]+$/.test(value) ? value : (JSON.stringify(value) ?? '')
}

/** An event's data as `name=value`, for a line in a table. */
export const describeData = (data: unknown): string =>
  Object.entries(z.record(z.string(), z.unknown()).parse(data))
    .map(([name, value]) => `${name}=${brief(value)}`)
    .join(' ')
