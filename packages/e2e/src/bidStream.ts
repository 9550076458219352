import { setTimeout as sleep } from 'node:timers/promises'
import { type BidResult, bid } from './bidding.ts'
import type { Gavel } from './gavel.ts'
import type { ListedLot } from './lots.ts'

/** Bidders who go on and on, each attempt higher than all before it, whatever happens to the services. */
export type BidStream = {
  acknowledged(): number
  /** No more attempts; resolves with the result of each one when the last is answered. */
  stop(): Promise<readonly BidResult[]>
}

const bidders = 8
const firstPaddle = 201
/** Some hundred bids a second all together: a steady stream and no load test. */
const thinkingMs = 50

/** Half of them bid by /v1, half by the classic route. */
export function startBidStream(gavel: Gavel, lot: ListedLot, firstAmount = 1_000): BidStream {
  const results: BidResult[] = []
  let acknowledged = 0
  let amount = firstAmount
  let going = true

  const bidOn = async (index: number): Promise<void> => {
    while (going && !gavel.stopping.aborted) {
      amount += 1
      const result = await bid(gavel, lot, { paddleNumber: firstPaddle + index, amount }, index % 2 ? 'classic' : 'v1')
      results.push(result)
      if (result.kind === 'acknowledged') acknowledged += 1
      await sleep(thinkingMs)
    }
  }

  const loops = Array.from({ length: bidders }, (_, index) => bidOn(index))
  return {
    acknowledged: () => acknowledged,
    async stop() {
      going = false
      await Promise.all(loops)
      return results
    },
  }
}
