import { createLogger } from '@gavel/service-kit'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import request from 'supertest'
import { ensureAdministrator } from '../src/account/administrator.ts'
import { type CommandSideFixture, type Instance, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
let one: Instance
let other: Instance
beforeAll(async () => {
  side = await startCommandSide()
  one = await side.another()
  other = await side.another()
})
afterAll(() => side.stop())

const logger = createLogger({ service: 'command-api', level: 'silent', pretty: false })
const password = 'three rusty anvils'

const ensure = ({ accounts: store, hashing }: Instance, email: string, secret = password) =>
  ensureAdministrator({ store, hashing, logger, email, password: secret })

const rolesOf = async (email: string) => (await one.accounts.byEmail(email))?.roles

it('is made once, however many instances start at the same time', async () => {
  await Promise.all([one, other, one, other].map((instance) => ensure(instance, 'Root@gavel.example')))
  expect(await rolesOf('root@gavel.example')).toEqual(['bidder', 'administrator'])
  const signedIn = await request(side.app).post('/v1/auth/signin').send({ email: 'root@gavel.example', password })
  const category = await request(side.app)
    .post('/v1/categories')
    .set('Authorization', `Bearer ${signedIn.body.accessToken}`)
    .send({ code: 'clocks', name: 'Clocks' })
  expect(category.status).toBe(201)
})

it('keeps the password of an account that is there, and is given the role once', async () => {
  const email = 'member@gavel.example'
  await request(side.app).post('/v1/auth/signup').send({ email, username: 'Member', password })
  expect(await rolesOf(email)).toEqual(['bidder'])
  await Promise.all([ensure(one, email, 'another password'), ensure(other, email, 'another password')])
  expect(await rolesOf(email)).toEqual(['bidder', 'administrator'])
  const signIn = (secret: string) => request(side.app).post('/v1/auth/signin').send({ email, password: secret })
  expect((await signIn('another password')).status).toBe(401)
  expect((await signIn(password)).status).toBe(200)
})
