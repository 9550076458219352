import { expect, it } from '@jest/globals'
import { type Draft, emptyDraft, listingOf } from './listing.ts'

const nowMs = Date.parse('2026-11-21T12:00:00Z')
const draft = (changes: Partial<Draft> = {}): Draft => ({
  ...emptyDraft('USD'),
  title: ' A gavel ',
  startingPrice: '45',
  ...changes,
})

it('lists from now on, for as long as was chosen, in minor units', () => {
  expect(listingOf(draft({ buyNowPrice: '1,800.50', duration: 'h1' }), nowMs).body).toEqual({
    title: 'A gavel',
    description: '',
    category: null,
    images: [],
    currency: 'USD',
    startingPrice: 4_500,
    reservePrice: null,
    buyNowPrice: 180_050,
    increments: 'usd',
    softClose: { windowSec: 120, extendSec: 120 },
    startsAt: '2026-11-21T12:00:00.000Z',
    endsAt: '2026-11-21T13:00:00.000Z',
  })
})

it('counts from a later opening, or until a time', () => {
  expect(listingOf(draft({ startsAt: '2026-11-22T10:00:00Z', duration: 'm5' }), nowMs).body).toMatchObject({
    startsAt: '2026-11-22T10:00:00.000Z',
    endsAt: '2026-11-22T10:05:00.000Z',
  })
  expect(
    listingOf(draft({ duration: 'custom', endsAt: '2026-11-21T12:01:00Z', softClose: 'off' }), nowMs).body,
  ).toMatchObject({ endsAt: '2026-11-21T12:01:00.000Z', softClose: 'off' })
})

it('says which field is wrong', () => {
  expect(listingOf(draft({ title: ' ', startingPrice: '' }), nowMs).faults).toEqual({
    title: 'required',
    startingPrice: 'required',
  })
  expect(listingOf(draft({ startingPrice: 'ten', reservePrice: '1.234', buyNowPrice: '1' }), nowMs).faults).toEqual({
    startingPrice: 'amount',
    reservePrice: 'amount',
  })
  expect(listingOf(draft({ buyNowPrice: '44.99' }), nowMs).faults).toEqual({ buyNowPrice: 'buy_below_start' })
  expect(listingOf(draft({ image: 'http://plain.example/a.jpg' }), nowMs).faults).toEqual({ image: 'image' })
  expect(listingOf(draft({ duration: 'custom', endsAt: '' }), nowMs).faults).toEqual({ endsAt: 'required' })
  expect(listingOf(draft({ duration: 'custom', endsAt: '2026-11-21T12:00:59Z' }), nowMs).faults).toEqual({
    endsAt: 'end_before_start',
  })
})
