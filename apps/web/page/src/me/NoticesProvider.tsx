import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import * as z from 'zod/mini'
import { type Notice, notice, noticePage } from '../api/notice.ts'
import { usePages } from '../api/usePages.ts'
import { openSharedStream } from '../live/sharedStream.ts'
import { keep, kept } from '../look/kept.ts'
import { useMember } from '../session/useSession.ts'
import { NoticeToast } from './NoticeToast.tsx'

type Notices = {
  unread: number
  /** All that there are now have been seen. */
  seen(): void
}

const NoticesContext = createContext<Notices>({ unread: 0, seen: () => undefined })

export const useNotices = (): Notices => use(NoticesContext)

const standingEvent = z.object({ auctionId: z.string(), version: z.number() })
const noticesPath = '/v1/me/notices?limit=20'
/** One's own lists follow what happens, but not each bid of a hot lot. */
const listsPaceMs = 1_000
const toastMs = 8_000

const isMyList = (key: unknown): boolean => typeof key === 'string' && /^(?:\/v1\/me\/|my-)/.test(key)

/** What there is to tell whoever is signed in, as it happens. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const member = useMember()
  const queries = useQueryClient()
  const pages = usePages(noticePage, noticesPath, { enabled: member !== undefined })
  const [seenAt, setSeenAt] = useState(() => kept('noticesSeen') ?? '')
  const [latest, setLatest] = useState<Notice>()
  const memberId = member?.id

  useEffect(() => {
    if (memberId === undefined) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const soonRead = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined
        void queries.invalidateQueries({ predicate: ({ queryKey }) => isMyList(queryKey[0]) })
      }, listsPaceMs)
    }
    const close = openSharedStream(`gavel-notices-${memberId}`, {
      path: '/v1/me/stream',
      signedIn: true,
      onState: () => undefined,
      onEvent({ event, data }) {
        if (event === 'notice') setLatest(notice.parse(JSON.parse(data)))
        else if (event !== 'standing' || !standingEvent.safeParse(JSON.parse(data)).success) return
        soonRead()
      },
    })
    return () => {
      clearTimeout(timer)
      close()
      setLatest(undefined)
    }
  }, [memberId, queries])

  useEffect(() => {
    if (latest === undefined) return
    const timer = setTimeout(() => setLatest(undefined), toastMs)
    return () => clearTimeout(timer)
  }, [latest])

  const items = member === undefined ? undefined : pages.items
  const newestAt = items?.[0]?.at ?? ''
  const seen = useCallback(() => {
    if (newestAt === '') return
    keep('noticesSeen', newestAt)
    setSeenAt(newestAt)
  }, [newestAt])
  const unread = (items ?? []).filter(({ at }) => at > seenAt).length
  const notices = useMemo(() => ({ unread, seen }), [unread, seen])
  return (
    <NoticesContext value={notices}>
      {children}
      {latest !== undefined && <NoticeToast notice={latest} close={() => setLatest(undefined)} />}
    </NoticesContext>
  )
}
