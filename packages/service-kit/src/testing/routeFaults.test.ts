import { expect, it } from '@jest/globals'
import express from 'express'
import type { Operation } from '../openapi/operation.ts'
import { anyone } from '../token/rights.ts'
import { routeFaults } from './routeFaults.ts'

const routeAt = (path: string, token: Operation['token'] = 'none'): Operation => ({
  method: 'get',
  path,
  tag: 'Things',
  summary: 'A thing',
  token,
  answers: {},
})

const app = express()
app.use(express.Router().get('/things', anyone(), (_req, res) => void res.end()))

it('finds nothing where all is described', () => {
  expect(routeFaults(app, [routeAt('/things')])).toEqual([])
})

it('finds the route that is not described, the one that is not there, and the one for others', () => {
  expect(routeFaults(app, [])).toEqual(['get /things is not described'])
  expect(routeFaults(app, [routeAt('/things'), routeAt('/others')])).toEqual([
    'get /others is described, and not there',
  ])
  expect(routeFaults(app, [routeAt('/things', 'member')])).toHaveLength(1)
})
