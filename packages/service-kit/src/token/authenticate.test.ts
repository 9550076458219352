import { describe, expect, it } from '@jest/globals'
import express from 'express'
import { pino } from 'pino'
import request from 'supertest'
import { problemHandler } from '../http/problemHandler.ts'
import { actorOf, authenticate, optionalActor, optionalActorOf } from './authenticate.ts'
import { developmentAudience, developmentIssuer, developmentJwks, signDevelopmentToken } from './developmentToken.ts'
import { createTokenVerifier } from './verifier.ts'

const verifier = createTokenVerifier({
  jwks: developmentJwks,
  issuer: developmentIssuer,
  audience: developmentAudience,
  production: false,
})
const app = express()
app.get('/me', authenticate(verifier), (req, res) => void res.json(actorOf(req).username))
app.get('/open', optionalActor(verifier), (req, res) => void res.json(optionalActorOf(req)?.username ?? 'nobody'))
app.get('/forgotten', (req, res) => void res.json(actorOf(req).username))
app.use(problemHandler(pino({ level: 'silent' })))

const token = (): Promise<string> =>
  signDevelopmentToken({ id: crypto.randomUUID(), username: 'alice', paddleNumber: 7, roles: ['bidder'] })

describe('authenticate', () => {
  it('lets a valid token in, however the scheme is written', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER'])
      await request(app)
        .get('/me')
        .set('Authorization', `${scheme} ${await token()}`)
        .expect(200, '"alice"')
  })

  it.each([undefined, '', 'Basic YTpi', 'Bearer', 'Bearer a b'])('misses a token in %j', async (header) => {
    const asked = request(app).get('/me')
    if (header !== undefined) asked.set('Authorization', header)
    const { body } = await asked.expect(401).expect('WWW-Authenticate', 'Bearer realm="gavel"')
    expect(body).toMatchObject({ code: 'token_missing', status: 401 })
  })

  it('refuses a bad token and says so in the header', async () => {
    const { body } = await request(app)
      .get('/me')
      .set('Authorization', 'Bearer nonsense')
      .expect(401)
      .expect('WWW-Authenticate', /error="invalid_token"/)
    expect(body).toMatchObject({ code: 'token_invalid' })
  })

  it('does not let anybody in where it was forgotten', () => request(app).get('/forgotten').expect(401))
})

describe('optionalActor', () => {
  it('knows who is signed in, lets the others in too, but no bad token', async () => {
    await request(app).get('/open').expect(200, '"nobody"')
    await request(app)
      .get('/open')
      .set('Authorization', `Bearer ${await token()}`)
      .expect(200, '"alice"')
    await request(app).get('/open').set('Authorization', 'Bearer nonsense').expect(401)
  })
})
