import { describe, expect, it } from '@jest/globals'
import express from 'express'
import { administrators, authenticate, optionalActor } from './authenticate.ts'
import { anyone } from './rights.ts'
import { statedRoutes } from './routeRights.ts'

const verifier = { verify: () => Promise.reject(new Error('nobody is verified here')) }
const answer: express.RequestHandler = (_req, res) => void res.end()
const refuse: express.RequestHandler = (_req, res) => void res.sendStatus(405)

describe('statedRoutes', () => {
  it('finds each route with the right it checks, in routers within routers too', () => {
    const inner = express.Router()
    inner.route('/lots').get(optionalActor(verifier), answer).post(authenticate(verifier), answer).all(refuse)
    inner.post('/categories', administrators(verifier), answer)
    const outer = express.Router()
    outer.use(inner)
    const app = express()
    app.use((_req, _res, next) => next(), outer)
    app.get(['/time', '/now'], anyone(), answer)
    app.get('/forgotten', answer)

    expect(statedRoutes(app.router)).toEqual([
      { method: 'get', path: '/lots', right: 'anyone' },
      { method: 'post', path: '/lots', right: 'member' },
      { method: 'post', path: '/categories', right: 'administrator' },
      { method: 'get', path: '/time', right: 'anyone' },
      { method: 'get', path: '/now', right: 'anyone' },
      { method: 'get', path: '/forgotten', right: undefined },
    ])
  })
})
