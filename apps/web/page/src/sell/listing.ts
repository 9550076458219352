import { parseMoney } from '../money/money.ts'

/** What stands in the form, as it was typed. */
export type Draft = {
  title: string
  description: string
  category: string
  image: string
  currency: string
  startingPrice: string
  reservePrice: string
  buyNowPrice: string
  increments: 'any' | 'usd' | 'jpy' | 'krw'
  /** Empty: at once. In the browser's own time, as `datetime-local` has it. */
  startsAt: string
  duration: 'm5' | 'h1' | 'd1' | 'd3' | 'd7' | 'custom'
  endsAt: string
  softClose: 'two' | 'half' | 'off'
}

export const emptyDraft = (currency: string): Draft => ({
  title: '',
  description: '',
  category: '',
  image: '',
  currency,
  startingPrice: '',
  reservePrice: '',
  buyNowPrice: '',
  increments: currency === 'KRW' ? 'krw' : currency === 'JPY' ? 'jpy' : currency === 'USD' ? 'usd' : 'any',
  startsAt: '',
  duration: 'd1',
  endsAt: '',
  softClose: 'two',
})

export type Fault = 'required' | 'amount' | 'buy_below_start' | 'end_before_start' | 'image'
export type Faults = Partial<Record<keyof Draft, Fault>>

const minuteMs = 60_000
const durationsMs = { m5: 5 * minuteMs, h1: 3_600_000, d1: 86_400_000, d3: 3 * 86_400_000, d7: 7 * 86_400_000 } as const
const softCloses = {
  two: { windowSec: 120, extendSec: 120 },
  half: { windowSec: 30, extendSec: 30 },
  off: 'off',
} as const

/** The body of POST /v1/auctions, or what is wrong with the draft field by field. `nowMs`: the server's time. */
export function listingOf(
  draft: Draft,
  nowMs: number,
): { body: Record<string, unknown>; faults?: never } | { faults: Faults; body?: never } {
  const faults: Faults = {}
  const amountIn = (name: 'startingPrice' | 'reservePrice' | 'buyNowPrice'): number | undefined => {
    if (draft[name].trim() === '') return undefined
    const amount = parseMoney(draft[name], draft.currency)
    if (amount === undefined) faults[name] = 'amount'
    return amount
  }
  const startingPrice = amountIn('startingPrice')
  const reservePrice = amountIn('reservePrice')
  const buyNowPrice = amountIn('buyNowPrice')
  if (draft.title.trim() === '') faults.title = 'required'
  if (startingPrice === undefined) faults.startingPrice ??= 'required'
  if (buyNowPrice !== undefined && startingPrice !== undefined && buyNowPrice < startingPrice) {
    faults.buyNowPrice = 'buy_below_start'
  }
  if (draft.image !== '' && !/^https:\/\/\S+$/.test(draft.image)) faults.image = 'image'

  const startsAtMs = draft.startsAt === '' ? nowMs : Date.parse(draft.startsAt)
  const endsAtMs = draft.duration === 'custom' ? Date.parse(draft.endsAt) : startsAtMs + durationsMs[draft.duration]
  if (Number.isNaN(startsAtMs)) faults.startsAt = 'required'
  if (draft.duration === 'custom' && Number.isNaN(endsAtMs)) faults.endsAt = 'required'
  else if (endsAtMs < Math.max(startsAtMs, nowMs) + minuteMs) faults.endsAt = 'end_before_start'
  if (Object.keys(faults).length > 0) return { faults }

  return {
    body: {
      title: draft.title.trim(),
      description: draft.description,
      category: draft.category === '' ? null : draft.category,
      images: draft.image === '' ? [] : [draft.image],
      currency: draft.currency,
      startingPrice,
      reservePrice: reservePrice ?? null,
      buyNowPrice: buyNowPrice ?? null,
      increments: draft.increments,
      softClose: softCloses[draft.softClose],
      startsAt: new Date(startsAtMs).toISOString(),
      endsAt: new Date(endsAtMs).toISOString(),
    },
  }
}
