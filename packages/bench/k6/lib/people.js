import { check, sleep } from 'k6'
import exec from 'k6/execution'
import { post } from './load.js'

/** So that the next run's people are others. */
const run = `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`
let count = 0

/** A new person, signed up: his session, or null when he was refused. */
export function signUp() {
  count += 1
  const name = `load-${run}-${exec.vu.idInTest}-${count}`
  const body = { email: `${name}@load.example`, username: name, password: `correct horse ${name}` }
  const answer = post('POST /v1/auth/signup', '/v1/auth/signup', body)
  const isIn = check(answer, { 'signed up': ({ status }) => status === 201 })
  return isIn ? answer.json() : null
}

let session = null
let signedInAtMs = 0
/** Before the access token has ended: it is good for 15 minutes. */
const tokenUseMs = 10 * 60 * 1000

/** The session of this virtual user, who signs up when he comes and stays signed in. Null when he was refused. */
export function ownSession() {
  if (session === null) session = begun(signUp())
  else if (Date.now() - signedInAtMs > tokenUseMs) session = begun(refresh(session.refreshToken))
  return session
}

function begun(answer) {
  signedInAtMs = Date.now()
  return answer
}

/** The next session in place of the one this token belongs to, or null. */
export function refresh(refreshToken) {
  const answer = post('POST /v1/auth/refresh', '/v1/auth/refresh', { refreshToken })
  return check(answer, { 'stays signed in': ({ status }) => status === 200 }) ? answer.json() : null
}

/** People look before they act; seconds. */
export const think = (least, most) => sleep(least + Math.random() * (most - least))
