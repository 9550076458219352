import { useMutation } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { command } from '../api/command.ts'
import { listedLot, lotForViewer } from '../api/lot.ts'
import { ask } from '../api/request.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useTitle } from '../look/useTitle.ts'
import { OnlyMembers } from '../session/OnlyMembers.tsx'
import { LotForm } from './LotForm.tsx'
import { emptyDraft } from './listing.ts'
import './sell.css'

const currencyOf = { en: 'USD', ko: 'KRW' } as const

export default function SellPage() {
  const { t, language } = useSpeech()
  const [, go] = useLocation()
  useTitle(t.sell.title)
  const list = useMutation({
    async mutationFn(body: Record<string, unknown>) {
      const listed = await command(listedLot, '/v1/auctions', { body })
      // It is listed, whether or not it can be seen yet.
      await ask(lotForViewer, `/v1/auctions/${listed.id}?atLeast=${listed.version}`).catch(() => undefined)
      return listed
    },
    onSuccess: ({ lotNumber }) => go(`/lots/${lotNumber}`),
  })
  return (
    <OnlyMembers>
      <h1>{t.sell.title}</h1>
      <p className="quiet">{t.sell.lead}</p>
      <LotForm
        draft={emptyDraft(currencyOf[language])}
        submit={t.sell.submit}
        send={list.mutate}
        isSending={list.isPending}
        error={list.error}
      />
    </OnlyMembers>
  )
}
