import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { command } from '../api/command.ts'
import { type Lot, lotForViewer, versioned } from '../api/lot.ts'
import { ask } from '../api/request.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import { Field } from '../look/Field.tsx'
import { NotFound, Skeletons } from '../look/states.tsx'
import { useTitle } from '../look/useTitle.ts'
import { OnlyMembers } from '../session/OnlyMembers.tsx'
import { useMember } from '../session/useSession.ts'
import { draftOf } from './draftOf.ts'
import { LotForm } from './LotForm.tsx'
import './sell.css'

export default function RevisePage({ lotNumber }: { lotNumber: string }) {
  return (
    <OnlyMembers>
      <Revise lotNumber={lotNumber} />
    </OnlyMembers>
  )
}

function Revise({ lotNumber }: { lotNumber: string }) {
  const { t } = useSpeech()
  const member = useMember()
  useTitle(t.sell.revise)
  const { data: lot, error } = useQuery({
    queryKey: ['my-lot-to-revise', lotNumber],
    queryFn: ({ signal }) => ask(lotForViewer, `/v1/auctions/${encodeURIComponent(lotNumber)}`, { signal }),
    // What is being typed is not to be replaced.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  if (error !== null) return <NotFound />
  if (lot === undefined) return <Skeletons count={3} kind="row" />
  if (lot.seller.id !== member?.id) return <NotFound />
  return lot.status === 'scheduled' ? <ReviseAll lot={lot} /> : <AddToDescription lot={lot} />
}

function useRevision(lot: Lot) {
  const [, go] = useLocation()
  return useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      command(versioned, `/v1/auctions/${lot.lotNumber}`, { method: 'PATCH', body }),
    onSuccess: () => go(`/lots/${lot.lotNumber}`),
  })
}

function ReviseAll({ lot }: { lot: Lot }) {
  const { t } = useSpeech()
  const revise = useRevision(lot)
  return (
    <>
      <h1>{t.sell.revise}</h1>
      <LotForm
        draft={draftOf(lot)}
        submit={t.sell.save}
        send={revise.mutate}
        isSending={revise.isPending}
        error={revise.error}
      />
    </>
  )
}

/** Bidders rely on what they saw: once the lot is open, words are only added. */
function AddToDescription({ lot }: { lot: Lot }) {
  const { t } = useSpeech()
  const revise = useRevision(lot)
  const [addition, setAddition] = useState('')
  return (
    <form
      className="lot-form"
      onSubmit={(event) => {
        event.preventDefault()
        revise.mutate({ description: `${lot.description}\n\n${addition.trim()}` })
      }}
    >
      <h1>{t.seller.addToDescription}</h1>
      <p className="lot-description">{lot.description}</p>
      <Field label={t.seller.addToDescription}>
        {(control) => (
          <textarea
            {...control}
            rows={5}
            maxLength={9_000}
            value={addition}
            onChange={({ target }) => setAddition(target.value)}
          />
        )}
      </Field>
      <p className="error" role="alert">
        {revise.error !== null && reasonOf(revise.error, t)}
      </p>
      <button type="submit" className="button button-strong" disabled={revise.isPending || addition.trim() === ''}>
        {t.sell.save}
      </button>
    </form>
  )
}
