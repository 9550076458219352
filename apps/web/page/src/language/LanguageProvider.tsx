import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { keep, kept } from '../look/kept.ts'
import { formatMoney } from '../money/money.ts'
import type { Messages } from './en.ts'
import { isLanguage, type Language, messagesIn } from './messages.ts'

/** What was chosen here before; else the first of the browser's languages that we speak. */
export function firstLanguage(): Language {
  const wanted = [kept('language') ?? '', ...navigator.languages.map((tag) => tag.split('-')[0] ?? '')]
  return wanted.find(isLanguage) ?? 'en'
}

export type Speech = {
  language: Language
  speak(language: Language): void
  t: Messages
  money(amount: number, currency: string): string
  /** Day and time, as far as they are of interest: today's without the day. */
  instant(at: string): string
  clock(at: string): string
}

type Spoken = { language: Language; t: Messages }

const SpeechContext = createContext<Speech | undefined>(undefined)

export function LanguageProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const [{ language, t }, setSpoken] = useState(first)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const speech = useMemo<Speech>(() => {
    const day = new Intl.DateTimeFormat(language, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    })
    const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    const isToday = (at: Date): boolean => at.toDateString() === new Date().toDateString()
    return {
      language,
      speak(next) {
        keep('language', next)
        void messagesIn(next).then(setSpoken)
      },
      t,
      money: (amount, currency) => formatMoney(amount, currency, language),
      instant(at) {
        const date = new Date(at)
        return isToday(date) ? clock.format(date) : day.format(date)
      },
      clock: (at) => clock.format(new Date(at)),
    }
  }, [language, t])
  return <SpeechContext value={speech}>{children}</SpeechContext>
}

export function useSpeech(): Speech {
  const speech = use(SpeechContext)
  if (speech === undefined) throw new Error('there is no LanguageProvider above')
  return speech
}
