import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'

/** Nothing is here, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children}
    </div>
  )
}

export function Failed({ error, retry }: { error: unknown; retry(): void }) {
  const { t } = useSpeech()
  return (
    <div className="state" role="alert">
      <p className="state-title">{reasonOf(error, t)}</p>
      <button type="button" className="button" onClick={retry}>
        {t.state.retry}
      </button>
    </div>
  )
}

export function NotFound({ title }: { title?: string }) {
  const { t } = useSpeech()
  return (
    <Empty title={title ?? t.state.notFound}>
      <p>{t.state.notFoundLead}</p>
      <Link className="button" href="/">
        {t.state.home}
      </Link>
    </Empty>
  )
}

/** Where things will be when they are here: nothing jumps. */
export function Skeletons({ count, kind }: { count: number; kind: 'card' | 'row' }) {
  const { t } = useSpeech()
  return (
    <div className={kind === 'card' ? 'cards' : 'rows'} aria-busy="true">
      <span className="unseen">{t.state.loading}</span>
      {Array.from({ length: count }, (_, at) => (
        <div key={`${kind}-${String(at)}`} className={`skeleton skeleton-${kind}`} />
      ))}
    </div>
  )
}
