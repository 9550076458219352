import { en, type Messages } from './en.ts'

/** English comes with the page, every other language when somebody speaks it. */
const others = { ko: () => import('./ko.ts').then(({ ko }) => ko) } as const satisfies Record<
  string,
  () => Promise<Messages>
>

export const languageNames = { en: 'English', ko: '한국어' } as const
export type Language = keyof typeof languageNames

export const isLanguage = (tag: string): tag is Language => tag in languageNames

/** English when the file of another does not come: better than nothing to read. */
export async function messagesIn(language: Language): Promise<{ language: Language; t: Messages }> {
  if (language === 'en') return { language, t: en }
  try {
    return { language, t: await others[language]() }
  } catch {
    return { language: 'en', t: en }
  }
}
