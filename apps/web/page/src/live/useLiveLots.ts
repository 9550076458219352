import { useEffect, useState } from 'react'
import * as z from 'zod/mini'
import { type Lot, lotChanges } from '../api/lot.ts'
import { openStream } from './eventStream.ts'

const lotsEvent = z.object({ lots: z.array(lotChanges) })
const watchedMax = 100

const isOpen = ({ status }: Lot): boolean => status === 'active' || status === 'scheduled'

type Changes = ReadonlyMap<string, z.infer<typeof lotChanges>>

/** The lots of a list as they are now: what the list was read as, and what the live stream has told since. */
export function useLiveLots<Listed extends Lot>(lots: readonly Listed[]): readonly Listed[]
export function useLiveLots<Listed extends Lot>(lots: readonly Listed[] | undefined): readonly Listed[] | undefined
export function useLiveLots<Listed extends Lot>(lots: readonly Listed[] | undefined): readonly Listed[] | undefined {
  const [changes, setChanges] = useState<Changes>(new Map())
  // In one order: the same lots in another order need no other stream.
  const ids = [...new Set((lots ?? []).filter(isOpen).map(({ id }) => id))].toSorted().slice(0, watchedMax).join(',')
  useEffect(() => {
    if (ids === '') return
    let known: Changes = new Map()
    return openStream({
      path: `/v1/auctions/stream?ids=${ids}`,
      onEvent({ data }) {
        const news = lotsEvent.parse(JSON.parse(data)).lots
        const newer = news.filter(({ id, version = 0 }) => version > (known.get(id ?? '')?.version ?? 0))
        known = new Map([...known, ...newer.map((lot) => [lot.id ?? '', lot] as const)])
        setChanges(known)
      },
      onState: () => undefined,
    })
  }, [ids])
  return lots?.map((lot) => {
    const change = changes.get(lot.id)
    return change !== undefined && (change.version ?? 0) > lot.version ? { ...lot, ...change } : lot
  })
}
