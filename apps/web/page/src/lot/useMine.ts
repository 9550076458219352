import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { type Lot, lotForViewer, type MyBid, myBid, type PublicLot } from '../api/lot.ts'
import { ask } from '../api/request.ts'
import { useMember } from '../session/useSession.ts'

export const myBidKey = (lotNumber: number): readonly string[] => ['my-bid', String(lotNumber)]
const myLotKey = (lotNumber: number): readonly string[] => ['my-lot', String(lotNumber)]

/** What I have on this lot, my alias with it: null when there is nothing. */
export function useMyBid({ lotNumber }: PublicLot): MyBid {
  const member = useMember()
  const { data } = useQuery({
    queryKey: myBidKey(lotNumber),
    queryFn: ({ signal }) => ask(myBid, `/v1/auctions/${lotNumber}/my-bid`, { signal }),
    enabled: member !== undefined,
    select: ({ bid }) => bid,
  })
  return data ?? null
}

/**
 * The lot as its seller, its buyer and whom it is offered to may see it. Read again when it has come to another state:
 * prices come live.
 */
export function useMyLot({ lotNumber, version, status, sale }: PublicLot): Lot | undefined {
  const member = useMember()
  const { data } = useQuery({
    queryKey: [
      ...myLotKey(lotNumber),
      status,
      String(sale?.failed),
      sale?.buyer ?? '',
      status === 'completed' ? version : 0,
    ],
    queryFn: ({ signal }) => ask(lotForViewer, `/v1/auctions/${lotNumber}?atLeast=${version}`, { signal }),
    enabled: member !== undefined,
    placeholderData: (before) => (before?.lotNumber === lotNumber ? before : undefined),
  })
  return data
}

/** My alias on the lot, also when all that I had on it was taken back. */
export function useAlias(mine: MyBid): string | undefined {
  const known = useRef<string>(undefined)
  known.current = mine?.bidder ?? known.current
  return known.current
}
