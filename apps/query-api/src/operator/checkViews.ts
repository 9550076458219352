import {
  auctionViewFromWire,
  catalogViewFromWire,
  memberViewFromWire,
  orderViewFromWire,
  type WireInput,
} from '@gavel/event-contracts'
import {
  type CheckedKind,
  type CheckLine,
  CutShort,
  checkKind,
  checkLine,
  checkLots,
  type Finding,
  inTurn,
  type KindCheck,
  type OfStream,
  viewAt,
  wireOf,
} from '@gavel/operator'
import { checkMembers } from './checkMembers.ts'
import { lotAt, type StoredViews } from './stored.ts'

type Check = { check: KindCheck; take(input: WireInput, of: OfStream): Promise<void> | void }

/**
 * Holds what is stored against the views in `lines`, stream by stream, and hands on, as lines, what was found here and
 * before.
 *
 * @throws CutShort when the lines end before all is told.
 */
export async function checkViews(
  lines: AsyncIterable<unknown>,
  {
    stored,
    isWholeHouse,
    write,
  }: { stored: StoredViews; isWholeHouse: boolean; write(line: CheckLine): Promise<void> },
): Promise<void> {
  const options = { name: 'query-api', isWholeHouse, tell: (finding: Finding) => write({ say: 'finding', finding }) }
  const lots = checkLots(stored.lot, options)

  /** Of the many versions of a thing one is compared: only that one is read. */
  const wholeViews = (
    kind: Exclude<CheckedKind, 'lot' | 'member'>,
    read: (input: WireInput) => { data: Record<string, unknown> & { version: number } },
  ): Check => {
    const check = checkKind(kind, stored[kind], options)
    return { check, take: (input, { version }) => check.folded(version, () => viewAt(read(input).data)) }
  }

  const checks: Record<CheckedKind, Check> = {
    lot: {
      check: lots,
      async take(input, { version }) {
        if (input.headers.ce_type === 'lot.view') {
          lots.folded(version, () => {
            const view = auctionViewFromWire(input)
            if (view.type !== 'lot.view') throw new Error(`a ${view.type} that says it is a lot.view`)
            return lotAt(view.data)
          })
          return
        }
        const view = auctionViewFromWire(input)
        if (view.type === 'bid.view') await lots.foldedBid(view.data)
      },
    },
    order: wholeViews('order', orderViewFromWire),
    product: wholeViews('product', catalogViewFromWire),
    SKU: wholeViews('SKU', catalogViewFromWire),
    category: wholeViews('category', catalogViewFromWire),
    member: checkMembers(checkKind('member', stored.member, options), memberViewFromWire),
  }
  const turn = inTurn((kind) => checks[kind].check)

  for await (const line of lines) {
    const parsed = checkLine.parse(line)
    switch (parsed.say) {
      case 'view':
        await turn.begin(parsed.of)
        await checks[parsed.of.kind].take(wireOf(parsed.message), parsed.of)
        break
      case 'retraction':
        for (const id of parsed.bidIds) lots.retracted(id, parsed.version)
        break
      case 'nothing':
        await turn.begin(parsed.of)
        break
      case 'finding':
        await write(parsed)
        break
      case 'done':
        await turn.end()
        return write(parsed)
      case 'event':
        throw new Error('an event came where views are read')
      default:
        parsed satisfies never
    }
  }
  throw new CutShort('query-api: the views were not told to their end')
}
