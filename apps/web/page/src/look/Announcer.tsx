import { createContext, type ReactNode, use, useMemo, useState } from 'react'

/** What is said to people who do not see the page change. */
export type Announcer = {
  /** When there is a pause: a milestone. */
  mention(text: string): void
  /** At once: somebody has to act, or loses. */
  alert(text: string): void
}

const AnnouncerContext = createContext<Announcer | undefined>(undefined)

/** One polite and one assertive live region for the whole page; they are there before anything is said, as they must be. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useState({ text: '', count: 0 })
  const [assertive, setAssertive] = useState({ text: '', count: 0 })
  const announcer = useMemo<Announcer>(
    () => ({
      mention: (text) => setPolite(({ count }) => ({ text, count: count + 1 })),
      alert: (text) => setAssertive(({ count }) => ({ text, count: count + 1 })),
    }),
    [],
  )
  return (
    <AnnouncerContext value={announcer}>
      {children}
      <div className="unseen" role="status" aria-live="polite">
        <span key={polite.count}>{polite.text}</span>
      </div>
      <div className="unseen" role="alert" aria-live="assertive">
        <span key={assertive.count}>{assertive.text}</span>
      </div>
    </AnnouncerContext>
  )
}

export function useAnnouncer(): Announcer {
  const announcer = use(AnnouncerContext)
  if (announcer === undefined) throw new Error('there is no AnnouncerProvider above')
  return announcer
}
