import { type FormEvent, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useNotices } from '../me/NoticesProvider.tsx'
import { useMember, useSession } from '../session/useSession.ts'
import './house.css'

export function Header() {
  const { t } = useSpeech()
  return (
    <header className="header">
      <div className="header-row">
        <Link href="/" className="brand">
          <img src="/gavel.svg" alt="" width="28" height="28" /> Gavel
        </Link>
        <SearchBox />
        <nav aria-label={t.house.menu} className="menu">
          <Link href="/shop">{t.house.shop}</Link>
          <Link href="/sell">{t.house.sell}</Link>
          <Account />
        </nav>
      </div>
    </header>
  )
}

function SearchBox() {
  const { t } = useSpeech()
  const [, go] = useLocation()
  const [words, setWords] = useState('')
  const search = (event: FormEvent): void => {
    event.preventDefault()
    const lotNumber = /^\s*(?:(?:lot\s*|#)(?=\d)|(?=\d{4}))(\d{1,10})(?:\s*번(?:\s*물건)?)?\s*$/i.exec(words)?.[1]
    go(lotNumber === undefined ? `/search?q=${encodeURIComponent(words.trim())}` : `/lots/${lotNumber}`)
  }
  return (
    <search className="search-place">
      <form className="search-box" onSubmit={search}>
        <input
          type="search"
          name="q"
          aria-label={t.house.search}
          placeholder={t.house.searchHint}
          value={words}
          maxLength={200}
          onChange={(event) => setWords(event.target.value)}
        />
        <button type="submit" className="button-plain" aria-label={t.house.search}>
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
            <circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />
            <path d="m13 13 5 5" stroke="currentColor" strokeWidth="2" />
          </svg>
        </button>
      </form>
    </search>
  )
}

function Account() {
  const { t } = useSpeech()
  const session = useSession()
  const member = useMember()
  const { unread } = useNotices()
  const [path] = useLocation()
  if (session.kind === 'unknown') return <span className="menu-space" />
  if (member === undefined) {
    // Back to where he was, once he is signed in.
    const back = path === '/' || path.startsWith('/sign') ? '' : `?back=${encodeURIComponent(path)}`
    return <Link href={`/signin${back}`}>{t.house.signIn}</Link>
  }
  return (
    <>
      <Link href="/me/notices" className="bell" aria-label={t.house.notices(unread)}>
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <path d="M4 15h12l-1.6-2.6V8.5a4.4 4.4 0 0 0-8.8 0v3.9zM8 16.5a2 2 0 0 0 4 0" fill="currentColor" />
        </svg>
        {unread > 0 && (
          <span className="bell-count" aria-hidden="true">
            {unread > 9 ? '9+' : unread}
          </span>
        )}
      </Link>
      <Link href="/me/bids" className="me">
        <span>{t.house.mine}</span>
      </Link>
    </>
  )
}
