import { json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { versionQuery } from '../http/inputs.ts'
import { lotPart, pageOf, version } from '../http/openapi.ts'
import { bid, lot, ownBid } from './answers.ts'
import { auctionsQuery, bidsQuery } from './inputs.ts'

const tag = 'Lots'
const anybody = { method: 'get', tag, token: 'optional' } as const

const listedLot = lot
  .extend({ watchCount: z.exactOptional(z.int().nonnegative()).meta({ description: 'With `most_watched`.' }) })
  .meta({ id: 'LotInList' })

export const auctionOperations: readonly Operation[] = [
  {
    ...anybody,
    path: '/v1/auctions',
    summary: 'Lots',
    description: '`just_opened` and `most_watched` list active lots alone.',
    query: auctionsQuery,
    answers: { 200: json(pageOf(listedLot), 'A page of them.') },
  },
  {
    ...anybody,
    path: '/v1/auctions/:id',
    summary: 'A lot',
    parts: lotPart,
    query: versionQuery,
    answers: { 200: json(lot, 'The lot.', 'ETag'), 304: { words: 'It is as `If-None-Match` says.' } },
    problems: ['not_found'],
  },
  {
    ...anybody,
    path: '/v1/auctions/:id/bids',
    summary: 'Its bids, newest first',
    parts: lotPart,
    query: bidsQuery,
    answers: { 200: json(pageOf(bid), 'A page of them.') },
    problems: ['not_found'],
  },
  {
    ...anybody,
    path: '/v1/auctions/:id/highest-bid',
    summary: 'Its highest bid',
    parts: lotPart,
    query: versionQuery,
    answers: { 200: json(z.strictObject({ bid: bid.nullable(), version }), 'Among all bids up to this version.') },
    problems: ['not_found'],
  },
  {
    ...anybody,
    token: 'member',
    path: '/v1/auctions/:id/my-bid',
    summary: 'One’s own bid, with one’s maximum',
    parts: lotPart,
    query: versionQuery,
    answers: { 200: json(z.strictObject({ bid: ownBid.nullable(), version }), 'Among all bids up to this version.') },
    problems: ['not_found'],
  },
]
