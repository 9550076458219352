import type { SampleCategoryCode } from './categories.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** A lot to try things on; times count from when it is listed. Prices in minor units. */
export type SampleLot = {
  /** Names it in its Idempotency-Key. */
  slug: string
  title: string
  description: string
  category: SampleCategoryCode
  currency: string
  startingPrice: number
  reservePrice?: number
  buyNowPrice?: number
  increments: 'any' | 'usd' | 'jpy' | 'krw'
  /** Two minutes of each unless given. */
  softClose?: { windowSec: number; extendSec: number }
  opensAfterMs: number
  endsAfterMs: number
}

/** One of each kind, so that a newcomer finds something to watch at once. */
export const sampleLots: readonly SampleLot[] = [
  {
    slug: 'typewriter',
    title: 'Portable typewriter, 1962',
    description: 'Closes three minutes after its listing; a bid in the last 30 s keeps it open for 30 s more.',
    category: 'writing',
    currency: 'KRW',
    startingPrice: 30_000,
    increments: 'any',
    softClose: { windowSec: 30, extendSec: 30 },
    opensAfterMs: 0,
    endsAfterMs: 3 * minuteMs,
  },
  {
    slug: 'record',
    title: 'Jazz record, first pressing, 1959',
    description: 'Opens one minute after its listing, by itself.',
    category: 'music',
    currency: 'USD',
    startingPrice: 4_000,
    increments: 'usd',
    opensAfterMs: minuteMs,
    endsAfterMs: 2 * hourMs,
  },
  {
    slug: 'camera',
    title: 'Rangefinder camera, 1957, with a 50 mm lens',
    description: 'Can be bought at once, for 1,800.00.',
    category: 'cameras',
    currency: 'USD',
    startingPrice: 45_000,
    buyNowPrice: 180_000,
    increments: 'usd',
    opensAfterMs: 0,
    endsAfterMs: 2 * dayMs,
  },
  {
    slug: 'vase',
    title: 'Celadon vase with cranes',
    description: 'Steps of the Korean table; sold only when its secret reserve is met.',
    category: 'ceramics',
    currency: 'KRW',
    startingPrice: 120_000,
    reservePrice: 200_000,
    increments: 'krw',
    opensAfterMs: 0,
    endsAfterMs: dayMs,
  },
  {
    slug: 'print',
    title: 'Woodblock print, rain over a bridge',
    description: 'Steps of the Japanese table: leave a maximum, and the house bids for you, a step at a time.',
    category: 'prints',
    currency: 'JPY',
    startingPrice: 8_000,
    increments: 'jpy',
    opensAfterMs: 0,
    endsAfterMs: 3 * dayMs,
  },
  {
    slug: 'tea-bowl',
    title: 'Raku tea bowl',
    description: 'Any higher amount is a bid; 90,000 buys it at once.',
    category: 'ceramics',
    currency: 'JPY',
    startingPrice: 5_000,
    buyNowPrice: 90_000,
    increments: 'any',
    opensAfterMs: 0,
    endsAfterMs: 7 * dayMs,
  },
]
