import { describe, expect, it } from '@jest/globals'
import express from 'express'
import { pino } from 'pino'
import request from 'supertest'
import { Problem } from '../problem/problem.ts'
import { correlation } from './correlation.ts'
import { jsonBody } from './jsonBody.ts'
import { ordersProblems } from './ordersProblems.ts'
import { problemHandler } from './problemHandler.ts'

/** An app whose orders fail so. */
function failing(error: unknown) {
  const app = express()
  app.use(correlation())
  app.post('/orders', jsonBody(), () => {
    throw error
  })
  app.use('/orders', ordersProblems)
  app.use(problemHandler(pino({ enabled: false })))
  return request(app).post('/orders?dry=1').set('X-Correlation-Id', 'order:1').send({})
}

describe('an error of the older orders service', () => {
  it('has its shape, with the whole path and the correlation id', async () => {
    const { body, headers } = await failing(
      new Problem('retry_later', { detail: 'In a moment.', headers: { 'Retry-After': '1' } }),
    ).expect(503)
    expect(body).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      status: 503,
      error: 'Service Unavailable',
      message: 'In a moment.',
      path: '/orders',
      correlationId: 'order:1',
    })
    expect(headers['retry-after']).toBe('1')
  })

  it.each([
    ['invalid_input', 400, 'Bad Request'],
    ['token_invalid', 400, 'Bad Request'],
    ['token_missing', 401, 'Unauthorized'],
    ['not_found', 404, 'Not Found'],
    ['in_progress', 409, 'Conflict'],
    ['idempotency_key_reused', 409, 'Conflict'],
  ] as const)('%s is a %d', async (code, status, error) => {
    const { body } = await failing(new Problem(code)).expect(status)
    expect(body).toMatchObject({ status, error })
  })

  it('says what is wrong with the input', async () => {
    const errors = [{ path: 'quantity', message: 'must be at least 1' }]
    const { body } = await failing(new Problem('invalid_input', { extra: { errors } })).expect(400)
    expect(body.message).toContain('quantity: must be at least 1')
    expect(body.errors).toBeUndefined()
  })

  it('is also one of a body that can not be read', async () => {
    const { body } = await failing(new Error('not reached'))
      .set('Content-Type', 'application/json')
      .send('{')
      .expect(400)
    expect(body).toMatchObject({ status: 400, path: '/orders', correlationId: 'order:1' })
  })

  it('is nothing of what broke on our side', async () => {
    const { body } = await failing(new Error('secret')).expect(500).expect('Content-Type', 'application/problem+json')
    expect(JSON.stringify(body)).not.toContain('secret')
  })
})
