import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { formatMoney } from '../money/money.ts'
import { keep, kept } from '../look/kept.ts'
import { en, type Messages } from './en.ts'
import { ko } from './ko.ts'

export const languages = { en, ko } as const satisfies Record<string, Messages>
export type Language = keyof typeof languages

const isLanguage = (tag: string): tag is Language => tag in languages

/** What was chosen here before; else the first of the browser's languages that we speak. */
function firstLanguage(): Language {
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

const SpeechContext = createContext<Speech | undefined>(undefined)

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const speech = useMemo<Speech>(() => {
    const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })
    const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    const isToday = (at: Date): boolean => at.toDateString() === new Date().toDateString()
    return {
      language,
      speak(next) {
        keep('language', next)
        setLanguage(next)
      },
      t: languages[language],
      money: (amount, currency) => formatMoney(amount, currency, language),
      instant(at) {
        const date = new Date(at)
        return isToday(date) ? clock.format(date) : day.format(date)
      },
      clock: (at) => clock.format(new Date(at)),
    }
  }, [language])
  return <SpeechContext value={speech}>{children}</SpeechContext>
}

export function useSpeech(): Speech {
  const speech = use(SpeechContext)
  if (speech === undefined) throw new Error('there is no LanguageProvider above')
  return speech
}
