import { useEffect } from 'react'
import { Link } from 'wouter'
import { noticePage } from '../api/notice.ts'
import { usePages } from '../api/usePages.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Pages } from '../look/Pages.tsx'
import { Empty } from '../look/states.tsx'
import { useNotices } from './NoticesProvider.tsx'
import { noticeHref, noticeText } from './noticeText.ts'

/** What there is to tell me: who looks at it has seen it. */
export function MyNotices() {
  const speech = useSpeech()
  const pages = usePages(noticePage, '/v1/me/notices?limit=20')
  const { seen } = useNotices()
  useEffect(seen, [seen])
  return (
    <Pages pages={pages} kind="row" empty={<Empty title={speech.t.mine.noNotices} />}>
      {(items) => (
        <ul className="rows">
          {items.map((notice) => (
            <li key={`${notice.kind}-${notice.auctionId}`} className="row notice">
              <Link href={noticeHref(notice)}>{noticeText(notice, speech)}</Link>
              <time className="quiet" dateTime={notice.at}>
                {speech.instant(notice.at)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Pages>
  )
}
