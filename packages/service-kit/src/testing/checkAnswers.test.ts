import { expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { z } from 'zod'
import { sendProblem } from '../http/problemHandler.ts'
import { json, type Operation } from '../openapi/operation.ts'
import { Problem } from '../problem/problem.ts'
import { checkAnswers, throwFaults } from './checkAnswers.ts'

const described: Operation = {
  method: 'get',
  path: '/things/:id',
  tag: 'Things',
  summary: 'A thing',
  token: 'none',
  parts: { id: 'Which.' },
  answers: { 200: json(z.strictObject({ name: z.string() }), 'The thing.'), 204: { words: 'None.' } },
  problems: ['not_found'],
}

function appThatAnswers(answer: (req: express.Request, res: express.Response) => void) {
  const app = express()
  app.get('/things/:id', answer)
  return { app, check: checkAnswers(app, [described]) }
}

it('finds nothing where answers are as described', async () => {
  const { app, check } = appThatAnswers((_req, res) => void res.json({ name: 'gavel' }))
  await supertest(app).get('/things/1').expect(200)
  expect(check.faults).toEqual([])
  expect([...check.seen]).toEqual(['get /things/:id 200'])
  expect(() => throwFaults([check])).not.toThrow()
})

it.each<[string, (req: express.Request, res: express.Response) => void]>([
  ['a field that is not described', (_req, res) => void res.json({ name: 'gavel', secret: 1 })],
  ['a field that is missing', (_req, res) => void res.json({})],
  ['a status that is not described', (_req, res) => void res.status(201).json({ name: 'gavel' })],
  ['a body where there is to be none', (_req, res) => void res.status(200).type('text').send('gavel')],
  ['a problem that is not described', (req, res) => sendProblem(req, res, new Problem('low_bid'))],
])('finds %s', async (_, answer) => {
  const { app, check } = appThatAnswers(answer)
  await supertest(app).get('/things/1')
  expect(check.faults).toHaveLength(1)
  expect(() => throwFaults([check])).toThrow('get /things/:id')
})

it('takes the problems that are described', async () => {
  const { app, check } = appThatAnswers((req, res) => sendProblem(req, res, new Problem('not_found')))
  await supertest(app).get('/things/1').expect(404)
  expect(check.faults).toEqual([])
})
