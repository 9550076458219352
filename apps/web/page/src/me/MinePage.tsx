import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { NotFound } from '../look/states.tsx'
import { useTitle } from '../look/useTitle.ts'
import { OnlyMembers } from '../session/OnlyMembers.tsx'
import { signOut } from '../session/session.ts'
import { useMember } from '../session/useSession.ts'
import { MyBids } from './MyBids.tsx'
import { MyLots } from './MyLots.tsx'
import { MyNotices } from './MyNotices.tsx'
import { MyOrders } from './MyOrders.tsx'
import { MyWatchlist } from './MyWatchlist.tsx'
import './me.css'

const lists = {
  bids: <MyBids />,
  lots: <MyLots />,
  watchlist: <MyWatchlist />,
  orders: <MyOrders />,
  notices: <MyNotices />,
} satisfies Record<string, ReactNode>
type ListName = keyof typeof lists

const names: readonly ListName[] = ['bids', 'lots', 'watchlist', 'orders', 'notices']

/** What belongs to whoever is signed in, list by list. */
export default function MinePage({ list }: { list: string }) {
  const { t } = useSpeech()
  const member = useMember()
  const [, go] = useLocation()
  const name = names.find((one) => one === list)
  const tabs = useRef<HTMLElement>(null)
  // On a phone they do not all fit.
  useEffect(() => {
    if (name !== undefined && member !== undefined)
      tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [name, member])
  useTitle(t.mine[name ?? 'title'])
  if (name === undefined) return <NotFound />
  return (
    <OnlyMembers>
      <div className="mine-head">
        <h1>{t.mine.title}</h1>
        {member !== undefined && (
          <p className="quiet">
            {member.username} · {t.house.paddle(member.paddleNumber)}{' '}
            <button type="button" className="button" onClick={() => void signOut().then(() => go('/'))}>
              {t.house.signOut}
            </button>
          </p>
        )}
      </div>
      <nav ref={tabs} className="tabs" aria-label={t.mine.title}>
        {names.map((one) => (
          <Link key={one} href={`/me/${one}`} aria-current={one === name ? 'page' : undefined}>
            {t.mine[one]}
          </Link>
        ))}
      </nav>
      <section aria-label={t.mine[name]}>{lists[name]}</section>
    </OnlyMembers>
  )
}
