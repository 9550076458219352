import { Link, useLocation } from 'wouter'
import type { Notice } from '../api/notice.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { noticeHref, noticeText } from './noticeText.ts'
import './me.css'

/** A notice the moment it comes; on the lot's own page it is seen anyway. */
export function NoticeToast({ notice, close }: { notice: Notice; close(): void }) {
  const speech = useSpeech()
  const [path] = useLocation()
  const href = noticeHref(notice)
  if (path === href) return null
  return (
    <div className="toast" role="status">
      <Link href={href} onClick={close}>
        {noticeText(notice, speech)}
      </Link>
      <button type="button" className="button-plain" aria-label={speech.t.bid.cancel} onClick={close}>
        ✕
      </button>
    </div>
  )
}
