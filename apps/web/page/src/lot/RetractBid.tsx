import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { command } from '../api/command.ts'
import { type PublicLot, versioned } from '../api/lot.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import { Dialog } from '../look/Dialog.tsx'
import { Field } from '../look/Field.tsx'
import { myBidKey } from './useMine.ts'

const reasonLengthMax = 500

/** Takes one's last bid back, with a reason, within the house's rules: it says when they are against it. */
export default function RetractBid({ lot, bidId }: { lot: PublicLot; bidId: string | undefined }) {
  const { t } = useSpeech()
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const retract = useMutation({
    mutationFn: () =>
      command(versioned, `/v1/auctions/${lot.lotNumber}/bids/${bidId}`, { method: 'DELETE', body: { reason } }),
    onSuccess: () => setAsking(false),
    onSettled: () => queries.invalidateQueries({ queryKey: myBidKey(lot.lotNumber) }),
  })
  if (bidId === undefined) return retract.isSuccess ? <p role="status">{t.bid.retracted}</p> : null
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (reason.trim() !== '') retract.mutate()
  }
  return (
    <>
      <button type="button" className="button-link" onClick={() => setAsking(true)}>
        {t.bid.retract}
      </button>
      {isAsking && (
        <Dialog title={t.bid.retract} onClose={() => setAsking(false)}>
          <form onSubmit={submit}>
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
                {t.bid.retract}
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  )
}
