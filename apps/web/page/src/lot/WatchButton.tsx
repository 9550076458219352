import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { PublicLot } from '../api/lot.ts'
import { ask } from '../api/request.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useMember } from '../session/useSession.ts'

const watchlist = z.object({ items: z.array(z.object({ lot: z.object({ id: z.string() }) })) })
const watchedKey = ['watched']

/** The heart: whoever presses it is told before the lot closes. */
export default function WatchButton({ lot }: { lot: PublicLot }) {
  const { t } = useSpeech()
  const member = useMember()
  const queries = useQueryClient()
  const { data: watched = new Set<string>() } = useQuery({
    queryKey: watchedKey,
    queryFn: async ({ signal }) => {
      const { items } = await ask(watchlist, '/v1/me/watchlist?limit=100', { signal })
      return new Set(items.map(({ lot: { id } }) => id))
    },
    enabled: member !== undefined,
  })
  const isWatched = watched.has(lot.id)
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      await ask(z.unknown(), `/v1/auctions/${lot.lotNumber}/watch`, { method: isWatched ? 'DELETE' : 'PUT' })
    },
    onSuccess() {
      const next = new Set(watched)
      if (isWatched) next.delete(lot.id)
      else next.add(lot.id)
      queries.setQueryData(watchedKey, next)
      return queries.invalidateQueries({ queryKey: ['/v1/me/watchlist'], exact: false })
    },
  })
  if (member === undefined || member.id === lot.seller.id || lot.status === 'completed' || lot.status === 'cancelled')
    return null
  return (
    <button
      type="button"
      className="button watch"
      aria-pressed={isWatched}
      disabled={isPending}
      onClick={() => mutate()}
    >
      <span aria-hidden="true">{isWatched ? '♥' : '♡'}</span> {isWatched ? t.lot.watched : t.lot.watch}
    </button>
  )
}
