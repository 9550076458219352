import { useSpeech } from '../language/LanguageProvider.tsx'
import { Confirm } from '../look/Confirm.tsx'
import type { BidType, Doubt } from './bidChoices.ts'

/** What is asked, as it was when it was asked. */
export type Doubtful = { doubt: Doubt; amount: number; type: BidType; price: number; buyNowPrice: number | null }

type ConfirmBidProps = { doubtful: Doubtful; currency: string; confirm(): void; onClose(): void }

export function ConfirmBid({ doubtful, currency, confirm, onClose }: ConfirmBidProps) {
  const { t, money } = useSpeech()
  const { doubt, amount, price, buyNowPrice } = doubtful
  const question = (): string => {
    switch (doubt) {
      case 'buys':
        return t.bid.confirmBuy(money(buyNowPrice ?? amount, currency))
      case 'jump':
        return t.bid.confirmJump(money(amount, currency), money(price, currency))
      case 'self':
        return t.bid.confirmSelf(money(amount, currency))
      case 'moved':
        return t.bid.confirmMoved(money(amount, currency))
      default:
        return doubt satisfies never
    }
  }
  return (
    <Confirm yes={t.bid.confirm} onYes={confirm} onClose={onClose}>
      <p>{question()}</p>
    </Confirm>
  )
}
