import { describe, expect, it } from '@jest/globals'
import express from 'express'
import { pino } from 'pino'
import { problemHandler } from '../http/problemHandler.ts'
import { administrators, authenticate } from '../token/authenticate.ts'
import {
  developmentAudience,
  developmentIssuer,
  developmentJwks,
  signDevelopmentToken,
} from '../token/developmentToken.ts'
import { anyone } from '../token/rights.ts'
import { createTokenVerifier } from '../token/verifier.ts'
import { rightsFaults } from './rightsFaults.ts'

const verifier = createTokenVerifier({
  jwks: developmentJwks,
  issuer: developmentIssuer,
  audience: developmentAudience,
  production: false,
})
const person = { id: crypto.randomUUID(), username: 'sam', paddleNumber: 7 }
const answer: express.RequestHandler = (_req, res) => void res.end()
const refuse: express.RequestHandler = (_req, res) => void res.sendStatus(403)

it('finds what lets in too many or too few, and what states nothing', async () => {
  const app = express()
  app.get('/open', anyone(), answer)
  app.post('/mine/:id', authenticate(verifier), answer)
  app.post('/theirs', administrators(verifier), answer)
  app.get('/closed', anyone(), refuse)
  app.get('/forgotten', answer)
  app.use(problemHandler(pino({ level: 'silent' })))
  const tokens = {
    member: await signDevelopmentToken({ ...person, roles: ['bidder'] }),
    administrator: await signDevelopmentToken({ ...person, roles: ['administrator'] }),
  }

  expect(await rightsFaults(app, tokens)).toEqual([
    'get /closed is for anyone: no token is answered 403',
    'get /closed is for anyone: a stranger is answered 403',
    'get /closed is for anyone: an administrator is answered 403',
    'get /forgotten states no right',
  ])
  expect(await rightsFaults(app, tokens, ['get /closed'])).toEqual(['get /forgotten states no right'])
})

describe('a walk', () => {
  it('has nothing to say of an app without routes', async () => {
    expect(await rightsFaults(express(), { member: '', administrator: '' })).toEqual([])
  })
})
