import { type FormEvent, lazy, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Bid, MyBid, PublicLot } from '../api/lot.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useOnline } from '../live/useOnline.ts'
import { Field } from '../look/Field.tsx'
import { Later } from '../look/Later.tsx'
import { moneyInField, parseMoney } from '../money/money.ts'
import { useSession } from '../session/useSession.ts'
import { BidNote } from './BidNote.tsx'
import { type BidType, type Doubt, doubtAbout, leastBid, quickBids } from './bidChoices.ts'
import { ConfirmBid, type Doubtful } from './ConfirmBid.tsx'
import type { Standing } from './standing.ts'
import type { Bidding } from './useBidding.ts'
import { useMoved } from './useMoved.ts'
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
  const hasMoved = useMoved(least)
  const amount = typed === undefined ? least : parseMoney(typed, currency)
  const error = faultIn(amount, ownMaximum === undefined ? least : ownMaximum + 1, lot, t, money)
  const shown = (wanted: number): string => money(wanted, currency)

  const ask = (doubt: Doubt, wanted: number, as: BidType): void =>
    setDoubtful({ doubt, amount: wanted, type: as, price: lot.price, buyNowPrice: lot.buyNowPrice })
  const send = (wanted: number, as: BidType, confirmed: boolean): void => {
    setDoubtful(undefined)
    setTyped(undefined)
    void bidding.bid(as, wanted, confirmed)
  }
  const offer = (wanted: number | undefined, as: BidType, isUnread = false): void => {
    if (wanted === undefined || isPending) return
    const doubt = doubtAbout(as, wanted, lot, ownMaximum !== undefined) ?? (isUnread ? 'moved' : undefined)
    if (doubt === undefined) send(wanted, as, false)
    else ask(doubt, wanted, as)
  }
  /** What was asked is what is done: a purchase for that price, or a bid unless it has become one. */
  const confirm = ({ doubt, amount: wanted, type: as, buyNowPrice }: Doubtful): void => {
    if (doubt === 'buys') {
      setDoubtful(undefined)
      if (buyNowPrice !== null) void bidding.buyNow(buyNowPrice)
    } else if (doubtAbout(as, wanted, lot, ownMaximum !== undefined) === 'buys') ask('buys', wanted, as)
    else send(wanted, as, true)
  }
  const clicked = useRef<number>(undefined)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const byPointer = clicked.current
    clicked.current = undefined
    if (error === undefined)
      offer(byPointer ?? amount, type, byPointer === undefined && typed === undefined && hasMoved())
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
          onClick={(event) => {
            // Enter in the field is a click as well, but none that a pointer has made.
            if (event.detail > 0) clicked.current = pressed.clicked(event, amount)
          }}
        >
          {type === 'exact' ? t.bid.place(shown(amount ?? least)) : t.bid.placeMax(shown(amount ?? least))}
        </button>
      </form>
      {/* Whoever leads would only bid against himself. */}
      {!standing.startsWith('leading') && (
        <QuickBids lot={lot} disabled={isPending} choose={(wanted) => offer(wanted, 'exact')} />
      )}
      {lot.buyNowAvailable && lot.buyNowPrice !== null && (
        <button
          type="button"
          className="button button-wide"
          disabled={isPending}
          onClick={() => ask('buys', lot.buyNowPrice ?? 0, 'exact')}
        >
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
        <Later>
          <RetractBid lot={lot} mine={mine} bids={bids} onDone={bidding.clear} />
        </Later>
      )}
      {doubtful !== undefined && (
        <ConfirmBid
          doubtful={doubtful}
          currency={currency}
          confirm={() => confirm(doubtful)}
          onClose={() => setDoubtful(undefined)}
        />
      )}
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

type QuickBidsProps = { lot: PublicLot; disabled: boolean; choose(amount: number | undefined): void }

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
          onClick={(event) => choose(pressed.clicked(event, amount))}
        >
          {t.bid.place(money(amount, lot.currency))}
        </button>
      ))}
    </div>
  )
}
