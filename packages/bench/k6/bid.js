import { any, bidOn, openHouse, readLot } from './lib/lots.js'
import { ownSession, think } from './lib/people.js'

export { options } from './lib/load.js'

/** Few, so that people meet on them. */
const lotsCount = Number(__ENV.LOTS ?? 20)

export const setup = () => ({ ids: openHouse(lotsCount) })

/** Bidders: each signs up, then looks at one of the lots again and again, and bids. */
export default function bidder({ ids }) {
  think(1, 5)
  const session = ownSession()
  const lot = session === null ? null : readLot(any(ids), session.accessToken)
  if (lot === null) return
  think(0.5, 2)
  bidOn(lot, session.accessToken)
}
