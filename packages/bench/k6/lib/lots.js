import { check } from 'k6'
import { Rate } from 'k6/metrics'
import { get, post, reach } from './load.js'
import { signUp } from './people.js'

const words = ['Brass', 'Walnut', 'Silver', 'Painted', 'Signed', 'Early', 'Large', 'Restored']
const things = ['sextant', 'clock', 'chair', 'atlas', 'camera', 'violin', 'vase', 'lamp']
const categories = ['instruments', 'furniture', 'books', 'ceramics']
/** One of them, by chance. */
export const any = (choices) => choices[Math.floor(Math.random() * choices.length)]

const dayMs = 24 * 60 * 60 * 1000

/** A lot where any higher amount is a bid. Its id, or null when it was refused. */
export function listLot(accessToken) {
  const nowMs = Date.now()
  const lot = {
    title: `${any(words)} ${any(things)}`,
    description: 'Listed by a load script',
    category: any(categories),
    currency: 'JPY',
    startingPrice: 1000 + Math.floor(Math.random() * 50) * 100,
    increments: 'any',
    startsAt: new Date(nowMs).toISOString(),
    endsAt: new Date(nowMs + dayMs).toISOString(),
  }
  const answer = post('POST /v1/auctions', '/v1/auctions', lot, accessToken)
  return check(answer, { listed: ({ status }) => status === 201 }) ? answer.json('id') : null
}

/** Lots of one seller, before anybody comes: their ids. @throws Error when nobody answers, or nothing could be listed */
export function openHouse(count) {
  reach()
  const seller = signUp()
  if (seller === null) throw new Error('the seller could not sign up')
  const ids = Array.from({ length: count }, () => listLot(seller.accessToken)).filter((id) => id !== null)
  if (ids.length === 0) throw new Error('no lot could be listed')
  return ids
}

/** The newest lots that are open: their ids. */
export function listOfLots() {
  const answer = get('GET /v1/auctions', '/v1/auctions?status=active&sort=newest&limit=50')
  return check(answer, { 'lots found': ({ status }) => status === 200 }) ? answer.json('items.#.id') : []
}

/** Lots that the search has for a word: their ids. */
export function searchForLots() {
  const path = `/v1/search/auctions?q=${any(things)}&status=active&category=${any(categories)}`
  const answer = get('GET /v1/search/auctions', path)
  return check(answer, { 'lots found': ({ status }) => status === 200 }) ? answer.json('items.#.id') : []
}

/** The lot as it is read, or null. */
export function readLot(id, accessToken) {
  // A lot that was listed just now may need a moment to be readable: 202.
  const answer = get('GET /v1/auctions/{id}', `/v1/auctions/${id}?atLeast=1`, accessToken)
  return check(answer, { 'lot read': ({ status }) => status === 200 || status === 202 }) && answer.status === 200
    ? answer.json()
    : null
}

const bidsAccepted = new Rate('bids_accepted')

/** A bid of a little more than is needed. Where many bid, somebody else was quicker: `low_bid` is a right answer. */
export function bidOn(lot, accessToken) {
  const body = { type: 'exact', amount: lot.minimumBid + Math.floor(Math.random() * 5) * 10 }
  const answer = post('POST /v1/auctions/{id}/bids', `/v1/auctions/${lot.id}/bids`, body, accessToken)
  bidsAccepted.add(answer.status === 201)
  check(answer, {
    'bid answered': ({ status }) => status === 201 || (status === 409 && refusals.includes(answer.json('code'))),
  })
}

const refusals = ['low_bid', 'already_leading']
