import { setTimeout as sleep } from 'node:timers/promises'
import { type BidResult, bid } from './bidding.ts'
import type { Gavel } from './gavel.ts'
import type { ListedLot } from './lots.ts'
import { as } from './people.ts'

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

/** How much further than anybody has bid a maximum goes: the house answers some of the bids after it. */
const headroom = 21
/** One bid in so many is taken back, where bids are. */
const retractedOneIn = 12

/**
 * Half of them bid by /v1, half by the classic route. Of the former, half leave maxima, and take some of them back.
 */
export function startBidStream(gavel: Gavel, lot: ListedLot, firstAmount = 1_000): BidStream {
  const results: BidResult[] = []
  let acknowledged = 0
  let amount = firstAmount
  let going = true

  const attempt = (index: number, above: number): Promise<BidResult> => {
    const paddleNumber = firstPaddle + index
    if (index % 2 === 1) return bid(gavel, lot, { paddleNumber, amount: above }, 'classic')
    return index % 4 === 0
      ? bid(gavel, lot, { paddleNumber, amount: above + headroom, type: 'max' })
      : bid(gavel, lot, { paddleNumber, amount: above })
  }

  const bidOn = async (index: number): Promise<void> => {
    while (going && !gavel.stopping.aborted) {
      amount += 2
      const result = await attempt(index, amount)
      results.push(result)
      if (result.kind === 'acknowledged') {
        acknowledged += 1
        const isTakenBack = index % 4 === 0 && acknowledged % retractedOneIn === 0
        if (isTakenBack && result.bidId !== undefined) await retract(gavel, lot, result)
      }
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

/** Whether it was done is the log's matter: a service may be gone before it answers. */
async function retract(gavel: Gavel, lot: ListedLot, { attempt, bidId }: BidResult & { kind: 'acknowledged' }) {
  const path = `auctions/${lot.id}/bids/${bidId}`
  await as(gavel, attempt.paddleNumber)
    .delete(path, { reason: 'A slip of the finger' })
    .catch(() => {})
}
