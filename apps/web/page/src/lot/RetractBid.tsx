import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { command } from '../api/command.ts'
import { type Bid, type MyBid, type PublicLot, versioned } from '../api/lot.ts'
import { useServerNow } from '../clock/useServerNow.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import { useAnnouncer } from '../look/Announcer.tsx'
import { Dialog } from '../look/Dialog.tsx'
import { Field } from '../look/Field.tsx'
import { retractable } from './retractable.ts'
import { myBidKey } from './useMine.ts'

const reasonLengthMax = 500

type RetractBidProps = { lot: PublicLot; bids: readonly Bid[]; mine: NonNullable<MyBid>; onDone(): void }

/** Takes back what one has bid, as far as the house lets one: and says what that is before it is done. */
export default function RetractBid({ lot, bids, mine, onDone }: RetractBidProps) {
  const { t, money } = useSpeech()
  const { mention } = useAnnouncer()
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const taken = retractable(lot, bids, mine, useServerNow())
  const retract = useMutation({
    mutationFn: (bidId: string) =>
      command(versioned, `/v1/auctions/${lot.lotNumber}/bids/${bidId}`, { method: 'DELETE', body: { reason } }),
    onSuccess() {
      setAsking(false)
      onDone()
      mention(t.bid.retracted)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: myBidKey(lot.lotNumber) }),
  })
  if (taken === undefined) return null
  const title = taken.all ? t.bid.retractAll : t.bid.retract
  const amounts = taken.amounts.map((amount) => money(amount, lot.currency)).join(', ')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (reason.trim() !== '') retract.mutate(taken.bidId)
  }
  return (
    <>
      <button type="button" className="button-link" onClick={() => setAsking(true)}>
        {title}
      </button>
      {isAsking && (
        <Dialog title={title} onClose={() => setAsking(false)}>
          <form onSubmit={submit}>
            <p>{taken.all ? t.bid.retractsAll(amounts) : t.bid.retractsLast(amounts)}</p>
            <Field label={t.bid.retractReason}>
              {(control) => (
                <input
                  {...control}
                  maxLength={reasonLengthMax}
                  value={reason}
                  onChange={({ target }) => setReason(target.value)}
                />
              )}
            </Field>
            <p className="error" role="alert">
              {retract.error !== null && reasonOf(retract.error, t)}
            </p>
            <div className="dialog-buttons">
              <button type="button" className="button" onClick={() => setAsking(false)}>
                {t.bid.cancel}
              </button>
              <button
                type="submit"
                className="button button-strong"
                disabled={retract.isPending || reason.trim() === ''}
              >
                {title}
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  )
}
