import { check } from 'k6'
import { get, reach } from './lib/load.js'
import { refresh, signUp, think } from './lib/people.js'

export { options } from './lib/load.js'

export const setup = reach

/** New people, one after the other: each signs up, sees who he is, keeps his session, and goes. */
export default function newcomer() {
  // Filling in the form takes its time: a thousand of them are some thirty sign-ups a second, each 20 ms of a core.
  think(20, 40)
  const session = signUp()
  if (session === null) return
  const me = get('GET /v1/me', '/v1/me', session.accessToken)
  check(me, { 'knows who he is': ({ status }) => status === 200 && me.json('id') === session.user.id })
  think(1, 3)
  refresh(session.refreshToken)
}
