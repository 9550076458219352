import { useEffect, useState } from 'react'
import { openStream, type StreamState } from './eventStream.ts'
import { type LiveLot, withEvent } from './liveLot.ts'

export type Followed = {
  live: LiveLot | undefined
  connection: StreamState
  /** There is no such lot. */
  isUnknown: boolean
}

const nothingYet: Followed = { live: undefined, connection: 'connecting', isUnknown: false }

/** Follows a lot as long as the page shows it. Anybody may: the stream is the same for all. */
export function useLiveLot(lotNumber: string): Followed {
  const [followed, setFollowed] = useState({ ...nothingYet, of: lotNumber })
  useEffect(() => {
    let now: Followed = nothingYet
    const tell = (change: Partial<Followed>): void => {
      now = { ...now, ...change }
      setFollowed({ ...now, of: lotNumber })
    }
    return openStream({
      path: `/v1/auctions/${encodeURIComponent(lotNumber)}/stream`,
      onEvent(event) {
        const live = withEvent(now.live, event)
        if (live !== now.live) tell({ live })
      },
      onState: (connection) => tell({ connection }),
      onRefused: () => tell({ isUnknown: true }),
    })
  }, [lotNumber])
  return followed.of === lotNumber ? followed : nothingYet
}
