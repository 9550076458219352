import { amount, currency, instant, lotNumber, paddleNumber, uuid } from '@gavel/event-contracts'
import { json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { lot } from '../auction/answers.ts'
import { noQuery } from '../http/inputs.ts'
import { pageOf } from '../http/openapi.ts'
import { noticeKinds } from '../sql/noticesOfLot.ts'
import { myLotsQuery, pageQuery } from './inputs.ts'
import type { Notice } from './notice.ts'
import type { Standing } from './standing.ts'

const member = z
  .strictObject({
    id: uuid,
    username: z.string(),
    paddleNumber,
    roles: z.array(z.enum(['bidder', 'administrator'])),
  })
  .meta({ id: 'Member' })

const standing = z.enum([
  'leading',
  'outbid',
  'won',
  'lost',
  'reserve_not_met',
  'cancelled',
]) satisfies z.ZodType<Standing>

const myBid = z.strictObject({
  lot,
  status: standing,
  yourBid: amount,
  yourMaximum: amount,
  at: instant,
})
const watched = z.strictObject({ lot, watchedAt: instant })
const blocked = z.strictObject({ paddleNumber, blockedAt: instant })

const notice = z
  .strictObject({
    kind: z.enum(noticeKinds),
    auctionId: uuid,
    lotNumber,
    title: z.string(),
    currency,
    at: instant,
    price: z.exactOptional(amount),
    endsAt: z.exactOptional(instant),
    offerId: z.exactOptional(uuid),
    expiresAt: z.exactOptional(instant),
    orderId: z.exactOptional(uuid),
    payableUntil: z.exactOptional(instant.nullable()),
    reason: z.exactOptional(z.string().nullable()),
  })
  .meta({ id: 'Notice' }) satisfies z.ZodType<Notice>

const own = { method: 'get', tag: 'One’s own', token: 'member' } as const

export const meOperations: readonly Operation[] = [
  { ...own, path: '/v1/me', summary: 'Who one is', query: noQuery, answers: { 200: json(member, 'Oneself.') } },
  {
    ...own,
    path: '/v1/me/bids',
    summary: 'Lots one has bid on, and how one stands',
    query: pageQuery,
    answers: { 200: json(pageOf(myBid), 'A page of them.') },
  },
  {
    ...own,
    path: '/v1/me/lots',
    summary: 'Lots one sells',
    query: myLotsQuery,
    answers: { 200: json(pageOf(lot), 'A page of them.') },
  },
  {
    ...own,
    path: '/v1/me/watchlist',
    summary: 'Lots one watches',
    query: pageQuery,
    answers: { 200: json(pageOf(watched), 'A page of them.') },
  },
  {
    ...own,
    path: '/v1/me/blocks',
    summary: 'Bidders one takes no bids from',
    query: pageQuery,
    answers: { 200: json(pageOf(blocked), 'A page of them.') },
  },
  {
    ...own,
    path: '/v1/me/notices',
    summary: 'What one would want to know',
    query: pageQuery,
    answers: { 200: json(pageOf(notice), 'A page of them, newest first.') },
  },
]
