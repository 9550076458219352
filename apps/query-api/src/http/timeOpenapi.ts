import { instant } from '@gavel/event-contracts'
import { json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { noQuery } from './inputs.ts'

export const timeOperation: Operation = {
  method: 'get',
  path: '/v1/time',
  tag: 'Live',
  token: 'none',
  summary: 'The house’s clock',
  query: noQuery,
  answers: { 200: json(z.strictObject({ now: instant }), 'For countdowns that do not trust the clock they run on.') },
}
