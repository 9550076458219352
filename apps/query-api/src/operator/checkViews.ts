import { auctionViewFromWire } from '@gavel/event-contracts'
import { type CheckLine, CutShort, checkLine, checkLots, type StoredLots, wireOf } from '@gavel/operator'
import { lotAt } from './storedLots.ts'

type ViewMessage = Extract<CheckLine, { kind: 'view' }>['message']

/**
 * Holds the stored lots against the views in `lines`, lot by lot, and hands on, as lines, what was found here and before.
 *
 * @throws CutShort when the lines end before all is told.
 */
export async function checkViews(
  lines: AsyncIterable<unknown>,
  { store, isWholeHouse, write }: { store: StoredLots; isWholeHouse: boolean; write(line: CheckLine): Promise<void> },
): Promise<void> {
  const check = checkLots(store, {
    name: 'query-api',
    isWholeHouse,
    tell: (finding) => write({ kind: 'finding', finding }),
  })
  let auctionId: string | undefined

  async function take(message: ViewMessage): Promise<void> {
    const { ce_subject: subject = '', ce_type: type, ce_subjectversion: version } = message.headers
    if (subject !== auctionId) {
      if (auctionId !== undefined) await check.end()
      auctionId = subject
      await check.begin(subject)
    }
    if (type === 'lot.view') {
      // Of the many versions of a lot one is compared: only that one is read.
      check.folded(Number(version), () => {
        const view = auctionViewFromWire(wireOf(message))
        if (view.type !== 'lot.view') throw new Error(`a ${view.type} that says it is a lot.view`)
        return lotAt(view.data)
      })
      return
    }
    const view = auctionViewFromWire(wireOf(message))
    if (view.type === 'bid.view') await check.foldedBid(view.data)
  }

  for await (const line of lines) {
    const parsed = checkLine.parse(line)
    switch (parsed.kind) {
      case 'view':
        await take(parsed.message)
        break
      case 'retraction':
        for (const id of parsed.bidIds) check.retracted(id, parsed.version)
        break
      case 'finding':
        await write(parsed)
        break
      case 'done':
        if (auctionId !== undefined) await check.end()
        await check.endOfHouse()
        return write(parsed)
      case 'event':
        throw new Error('an event came where views are read')
      default:
        parsed satisfies never
    }
  }
  throw new CutShort('query-api: the views were not told to their end')
}
