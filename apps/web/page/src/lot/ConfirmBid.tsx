import type { PublicLot } from '../api/lot.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Dialog } from '../look/Dialog.tsx'

export type Doubtful = { amount: number; doubt: 'buys' | 'jump'; confirm(): void }

export function ConfirmBid({ amount, doubt, confirm, lot, onClose }: Doubtful & { lot: PublicLot; onClose(): void }) {
  const { t, money } = useSpeech()
  const { currency, buyNowPrice, price } = lot
  return (
    <Dialog title={t.bid.confirmTitle} onClose={onClose}>
      <p>
        {doubt === 'buys'
          ? t.bid.confirmBuy(money(buyNowPrice ?? amount, currency))
          : t.bid.confirmJump(money(amount, currency), money(price, currency))}
      </p>
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
