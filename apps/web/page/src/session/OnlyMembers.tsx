import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Empty, Skeletons } from '../look/states.tsx'
import { useSession } from './useSession.ts'

/** Shows what belongs to somebody once he has said who he is. */
export function OnlyMembers({ children }: { children: ReactNode }) {
  const { t } = useSpeech()
  const session = useSession()
  const [path] = useLocation()
  if (session.kind === 'unknown') return <Skeletons count={3} kind="row" />
  if (session.kind === 'member') return children
  return (
    <Empty title={t.state.signInFirst}>
      <Link className="button button-strong" href={`/signin?back=${encodeURIComponent(path)}`}>
        {t.account.signIn}
      </Link>
    </Empty>
  )
}
