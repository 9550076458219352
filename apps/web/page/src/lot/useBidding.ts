import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import * as z from 'zod/mini'
import { command } from '../api/command.ts'
import { type BidAnswer, bidAnswer, myBid, type PublicLot } from '../api/lot.ts'
import { ask } from '../api/request.ts'
import type { BidType } from './bidChoices.ts'
import type { Standing } from './standing.ts'
import { myBidKey } from './useMine.ts'

/** What has become of the last thing I did on this lot: never said before the house has said it. */
export type BidState =
  | { kind: 'idle' }
  | { kind: 'pending'; amount: number; inDoubt: boolean }
  | { kind: 'answered'; amount: number; type: BidType; answer: Pick<BidAnswer, 'outcome' | 'price' | 'version'> }
  | { kind: 'refused'; error: unknown; stood: Standing }

const bought = z.object({ outcome: z.literal('bought'), price: z.number(), version: z.number() })

export type Bidding = {
  state: BidState
  bid(type: BidType, amount: number, confirm: boolean): Promise<void>
  /** For the price that the buyer has seen: it never changes while it is there. */
  buyNow(price: number): Promise<void>
  clear(): void
}

/** `standing`: how one stands now, by which a refusal is old some time. */
export function useBidding({ lotNumber, currency }: PublicLot, standing: Standing): Bidding {
  const [state, setState] = useState<BidState>({ kind: 'idle' })
  const queries = useQueryClient()
  const path = `/v1/auctions/${lotNumber}`

  /** My own part of the lot at the version that the answer has named; the rest comes by the stream. */
  async function readMine(version: number): Promise<void> {
    try {
      queries.setQueryData(myBidKey(lotNumber), await ask(myBid, `${path}/my-bid?atLeast=${version}`))
    } catch {
      // It is on its way still: looked at again by and by.
      await queries.invalidateQueries({ queryKey: myBidKey(lotNumber) })
    }
  }

  async function perform(
    amount: number,
    type: BidType,
    send: (onDoubt: () => void) => Promise<Pick<BidAnswer, 'outcome' | 'price' | 'version'>>,
  ): Promise<void> {
    if (state.kind === 'pending') return
    setState({ kind: 'pending', amount, inDoubt: false })
    try {
      const answer = await send(() => setState({ kind: 'pending', amount, inDoubt: true }))
      setState({ kind: 'answered', amount, type, answer })
      await readMine(answer.version)
    } catch (error) {
      setState({ kind: 'refused', error, stood: standing })
    }
  }

  return {
    state,
    bid: (type, amount, confirm) =>
      perform(amount, type, (onDoubt) => {
        const body = { type, amount, currency, ...(confirm ? { confirm } : {}) }
        return command(bidAnswer, `${path}/bids`, { body, onDoubt })
      }),
    buyNow: (price) => perform(price, 'exact', (onDoubt) => command(bought, `${path}/buy-now`, { body: {}, onDoubt })),
    clear: () => setState({ kind: 'idle' }),
  }
}
