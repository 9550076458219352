import { any, bidOn, listLot, listOfLots, openHouse, readLot, searchForLots } from './lib/lots.js'
import { ownSession, think } from './lib/people.js'

export { options } from './lib/load.js'

/** A house that is not empty. */
export const setup = () => ({ ids: openHouse(50) })

/** What people do: sign up, then now and then list something, mostly find something, look at it and bid. */
export default function visitor() {
  think(1, 10)
  const session = ownSession()
  if (session === null) return
  const { accessToken, user } = session
  const id = Math.random() < 0.1 ? listLot(accessToken) : found()
  if (id === null) return
  think(1, 4)
  const lot = readLot(id, accessToken)
  if (lot === null || lot.youLead === true || lot.seller.id === user.id) return
  think(1, 4)
  bidOn(lot, accessToken)
}

/** One that the search, or the list of what is new, has shown; null when there is none. */
function found() {
  const ids = Math.random() < 0.7 ? searchForLots() : listOfLots()
  return ids.length === 0 ? null : any(ids)
}
