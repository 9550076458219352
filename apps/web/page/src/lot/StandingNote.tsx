import { useSpeech } from '../language/LanguageProvider.tsx'
import type { Standing } from './standing.ts'

/** You lead, or you do not: not to be mistaken for one another, with or without colours. */
export function StandingNote({ standing }: { standing: Standing }) {
  const { t } = useSpeech()
  switch (standing) {
    case 'none':
      return null
    case 'leading':
      return note('good', '✓', t.bid.leading)
    case 'leading_reserve_not_met':
      return note('warn', '✓', t.bid.leadingReserve)
    case 'outbid':
      return note('bad', '✗', t.bid.outbid)
    case 'won':
      return note('good', '★', t.bid.won)
    case 'lost':
      return note('calm', '·', t.bid.lost)
    default:
      return standing satisfies never
  }

  function note(mood: string, sign: string, words: string) {
    return (
      <p className={`standing standing-${mood}`} data-testid="standing" data-standing={standing}>
        <span aria-hidden="true">{sign}</span> {words}
      </p>
    )
  }
}
