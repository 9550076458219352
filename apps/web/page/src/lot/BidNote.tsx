import type { PublicLot } from '../api/lot.ts'
import { Problem, Unreachable } from '../api/problem.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import type { Standing } from './standing.ts'
import type { BidState } from './useBidding.ts'

type BidNoteProps = { state: BidState; lot: PublicLot; standing: Standing }

/** What the house said to the last bid, in words: until it is not so any more. */
export function BidNote({ state: said, lot, standing }: BidNoteProps) {
  const { t, money } = useSpeech()
  const state: BidState = isOver(said, lot, standing) ? { kind: 'idle' } : said
  const shown = (amount: number): string => money(amount, lot.currency)
  switch (state.kind) {
    case 'idle':
      return <p className="bid-note" role="status" />
    case 'pending':
      return (
        <p className="bid-note bid-note-pending" role="status" data-outcome="pending">
          {state.inDoubt ? t.bid.unknownOutcome : t.bid.pending}
        </p>
      )
    case 'refused':
      return (
        <p className="bid-note bid-note-bad" role="status" data-outcome="refused">
          {isUnknown(state.error) ? t.bid.stillUnknown : reasonOf(state.error, t)}
        </p>
      )
    case 'answered':
      return (
        <p
          className={`bid-note ${state.answer.outcome === 'outbid' ? 'bid-note-bad' : 'bid-note-good'}`}
          role="status"
          data-outcome={state.answer.outcome}
        >
          {words(state)}
        </p>
      )
    default:
      return state satisfies never
  }

  function words({ amount, type, answer }: Extract<BidState, { kind: 'answered' }>): string {
    switch (answer.outcome) {
      case 'leading':
        return type === 'max' ? t.bid.acceptedMax(shown(answer.price), shown(amount)) : t.bid.accepted(shown(amount))
      case 'leading_reserve_not_met':
        return t.bid.belowReserve(shown(amount))
      case 'outbid':
        return t.bid.outbidAtOnce(shown(answer.price))
      case 'bought':
        return t.bid.boughtFor(shown(answer.price))
      default:
        return answer.outcome satisfies never
    }
  }
}

/** The lot has moved on, and what was said is not so any more. */
function isOver(said: BidState, lot: PublicLot, standing: Standing): boolean {
  if (said.kind === 'refused') return said.stood !== standing
  if (said.kind !== 'answered' || lot.version <= said.answer.version) return false
  if (said.answer.outcome === 'outbid') return standing !== 'outbid' || lot.price < said.answer.price
  return said.answer.outcome !== 'bought' && !standing.startsWith('leading')
}

/** Nobody has said what became of it. */
const isUnknown = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof Problem && error.status >= 500)
