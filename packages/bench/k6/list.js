import { reach } from './lib/load.js'
import { listLot, readLot } from './lib/lots.js'
import { ownSession, think } from './lib/people.js'

export { options } from './lib/load.js'

export const setup = reach

/** Sellers: each signs up, then lists one lot after the other and looks at it. */
export default function seller() {
  think(1, 10)
  const session = ownSession()
  if (session === null) return
  const id = listLot(session.accessToken)
  if (id === null) return
  think(1, 3)
  readLot(id, session.accessToken)
}
