import { paddleNumber, uuid } from '@gavel/event-contracts'
import { json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { lotPart } from '../http/openapi.ts'

const watch = z.strictObject({ auctionId: uuid, watching: z.boolean() }).meta({ id: 'Watch' })
const block = z.strictObject({ paddleNumber, blocked: z.boolean() }).meta({ id: 'Block' })

const tag = 'One’s own'
const watching = {
  path: '/v1/auctions/:id/watch',
  tag,
  token: 'member',
  parts: lotPart,
  answers: { 200: json(watch, 'As it is now, also when it was so before.') },
  problems: ['not_found', 'list_full', 'retry_later'],
} as const
const blocking = {
  path: '/v1/me/blocks/:paddleNumber',
  tag,
  token: 'member',
  parts: { paddleNumber: 'Whose paddle.' },
  answers: { 200: json(block, 'As it is now, also when it was so before.') },
  problems: ['invalid_input', 'list_full', 'own_paddle', 'retry_later'],
} as const

export const memberOperations: readonly Operation[] = [
  { ...watching, method: 'put', summary: 'Watch a lot' },
  { ...watching, method: 'delete', summary: 'Watch a lot no more' },
  { ...blocking, method: 'put', summary: 'Take no bids from somebody' },
  { ...blocking, method: 'delete', summary: 'Take bids from somebody again' },
]
