import { type FormEvent, lazy, Suspense, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Bid, MyBid, PublicLot } from '../api/lot.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useOnline } from '../live/useOnline.ts'
import { Field } from '../look/Field.tsx'
import { moneyInField, parseMoney } from '../money/money.ts'
import { useSession } from '../session/useSession.ts'
import { BidNote } from './BidNote.tsx'
import { type BidType, doubtAbout, leastBid, quickBids } from './bidChoices.ts'
import { ConfirmBid, type Doubtful } from './ConfirmBid.tsx'
import type { Standing } from './standing.ts'
import type { Bidding } from './useBidding.ts'
import { usePressed } from './usePressed.ts'

const RetractBid = lazy(() => import('./RetractBid.tsx'))

type BidPanelProps = { lot: PublicLot; bids: readonly Bid[]; mine: MyBid; standing: Standing; bidding: Bidding }

/** Where one bids: as long as the lot is open, and one may. */
export function BidPanel({ lot, bids, mine, standing, bidding }: BidPanelProps) {
  const { t } = useSpeech()
  const session = useSession()
  const [path] = useLocation()
  if (session.kind === 'unknown') return <div className="skeleton skeleton-row" />
  if (session.kind === 'nobody') {
    return (
      <Link className="button button-strong button-wide" href={`/signin?back=${encodeURIComponent(path)}`}>
        {t.bid.signIn}
      </Link>
    )
  }
  if (session.member.id === lot.seller.id) return null
  return <BidForm lot={lot} bids={bids} mine={mine} standing={standing} bidding={bidding} />
}

function BidForm({ lot, bids, mine, standing, bidding }: BidPanelProps) {
  const { t, money } = useSpeech()
  const [type, setType] = useState<BidType>('exact')
  /** Undefined: it follows the least next bid. */
  const [typed, setTyped] = useState<string>()
  const [doubtful, setDoubtful] = useState<Doubtful>()
  const isOnline = useOnline()
  // What can not be sent is not taken: nobody is to find out later that he has bid.
  const isPending = bidding.state.kind === 'pending' || !isOnline
  const pressed = usePressed()

  const { currency } = lot
  const ownMaximum = standing.startsWith('leading') ? mine?.maximum : undefined
  const least = leastBid(lot, ownMaximum)
  const amount = typed === undefined ? least : parseMoney(typed, currency)
  const error = faultIn(amount, ownMaximum === undefined ? least : ownMaximum + 1, lot, t, money)
  const shown = (wanted: number): string => money(wanted, currency)

  const send = (wanted: number, as: BidType, confirmed = false): void => {
    setDoubtful(undefined)
    setTyped(undefined)
    void bidding.bid(as, wanted, confirmed)
  }
  const offer = (wanted: number, as: BidType): void => {
    const doubt = doubtAbout(as, wanted, lot, ownMaximum !== undefined)
    if (doubt === undefined) send(wanted, as)
    else setDoubtful({ amount: wanted, doubt, confirm: () => send(wanted, as, true) })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const wanted = pressed.take(amount)
    if (wanted !== undefined && error === undefined && !isPending) offer(wanted, type)
  }
  const buyNow = (): void => {
    const price = lot.buyNowPrice ?? 0
    const confirm = (): void => {
      setDoubtful(undefined)
      void bidding.buyNow()
    }
    setDoubtful({ amount: price, doubt: 'buys', confirm })
  }

  return (
    <section className="bid-panel" aria-label={t.bid.title}>
      <form onSubmit={submit} noValidate>
        <fieldset className="switch">
          <legend className="unseen">{t.bid.title}</legend>
          {(['exact', 'max'] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="bid-type" checked={type === one} onChange={() => setType(one)} />
              <span>{one === 'exact' ? t.bid.exactly : t.bid.upTo}</span>
            </label>
          ))}
        </fieldset>
        <Field
          label={type === 'exact' ? t.bid.amount : t.bid.maximum}
          hint={`${ownMaximum === undefined ? t.bid.least(shown(least)) : t.bid.aboveOwn(shown(ownMaximum))}. ${
            type === 'exact' ? t.bid.exactlyHint : t.bid.upToHint
          }`}
          error={error}
        >
          {(control) => (
            <span className="money-field">
              <input
                {...control}
                inputMode="decimal"
                autoComplete="off"
                value={typed ?? moneyInField(least, currency)}
                onFocus={({ target }) => target.select()}
                onChange={({ target }) => setTyped(target.value)}
                onBlur={({ target }) => {
                  if (target.value.trim() === '') setTyped(undefined)
                }}
              />
              <span className="money-currency">{currency}</span>
            </span>
          )}
        </Field>
        <button
          type="submit"
          className="button button-strong button-wide"
          disabled={isPending || amount === undefined || error !== undefined}
          onPointerDown={() => pressed.press(amount)}
        >
          {type === 'exact' ? t.bid.place(shown(amount ?? least)) : t.bid.placeMax(shown(amount ?? least))}
        </button>
      </form>
      {/* Whoever leads would only bid against himself. */}
      {!standing.startsWith('leading') && (
        <QuickBids lot={lot} disabled={isPending} choose={(wanted) => offer(wanted, 'exact')} />
      )}
      {lot.buyNowAvailable && lot.buyNowPrice !== null && (
        <button type="button" className="button button-wide" disabled={isPending} onClick={buyNow}>
          {t.bid.buyNow(shown(lot.buyNowPrice))}
        </button>
      )}
      <BidNote state={bidding.state} lot={lot} standing={standing} />
      {mine !== null && (
        <p className="quiet mine">
          {t.bid.yourBid(shown(mine.amount))}
          {mine.maximum > mine.amount && ` · ${t.bid.yourMaximum(shown(mine.maximum))}`}
        </p>
      )}
      {mine !== null && (
        <Suspense>
          <RetractBid lot={lot} mine={mine} bids={bids} onDone={bidding.clear} />
        </Suspense>
      )}
      {doubtful !== undefined && <ConfirmBid {...doubtful} lot={lot} onClose={() => setDoubtful(undefined)} />}
    </section>
  )
}

type Speech = ReturnType<typeof useSpeech>

function faultIn(
  amount: number | undefined,
  least: number,
  { currency }: PublicLot,
  t: Speech['t'],
  money: Speech['money'],
): string | undefined {
  if (amount === undefined) return t.bid.notAnAmount
  return amount < least ? t.bid.tooLow(money(least, currency)) : undefined
}

type QuickBidsProps = { lot: PublicLot; disabled: boolean; choose(amount: number): void }

function QuickBids({ lot, disabled, choose }: QuickBidsProps) {
  const { t, money } = useSpeech()
  const pressed = usePressed()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls of a form, and these bid at once
    <div role="group" className="quick-bids" aria-label={t.bid.quick}>
      {quickBids(lot).map((amount, at) => (
        <button
          // By its place: the same button bids more when the price has moved.
          key={`quick-${String(at)}`}
          type="button"
          className="button"
          disabled={disabled}
          onPointerDown={() => pressed.press(amount)}
          onClick={() => choose(pressed.take(amount) ?? amount)}
        >
          {money(amount, lot.currency)}
        </button>
      ))}
    </div>
  )
}
