import type { PublicLot } from '../api/lot.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Dialog } from '../look/Dialog.tsx'
import type { Doubt } from './bidChoices.ts'

export type Doubtful = { amount: number; doubt: Doubt; confirm(): void }

export function ConfirmBid({ amount, doubt, confirm, lot, onClose }: Doubtful & { lot: PublicLot; onClose(): void }) {
  const { t, money } = useSpeech()
  const { currency, buyNowPrice, price } = lot
  const question = (): string => {
    switch (doubt) {
      case 'buys':
        return t.bid.confirmBuy(money(buyNowPrice ?? amount, currency))
      case 'jump':
        return t.bid.confirmJump(money(amount, currency), money(price, currency))
      case 'self':
        return t.bid.confirmSelf(money(amount, currency))
      default:
        return doubt satisfies never
    }
  }
  return (
    <Dialog title={t.bid.confirmTitle} onClose={onClose}>
      <p>{question()}</p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {t.bid.cancel}
        </button>
        <button type="button" className="button button-strong" onClick={confirm}>
          {t.bid.confirm}
        </button>
      </div>
    </Dialog>
  )
}
