import { type Language, languages, useSpeech } from '../language/LanguageProvider.tsx'
import { looks, useLook } from '../look/useLook.ts'

export function Footer() {
  const { t, language, speak } = useSpeech()
  const [look, wear] = useLook()
  const names = Object.entries(languages).map(([tag, { name }]) => ({ tag, name }))
  const isLanguage = (tag: string): tag is Language => tag in languages
  return (
    <footer className="footer">
      <p>
        {t.house.footer} · <a href="/status">{t.house.status}</a>
      </p>
      <div className="footer-choices">
        <label>
          {t.house.language}{' '}
          <select
            value={language}
            onChange={({ target }) => {
              if (isLanguage(target.value)) speak(target.value)
            }}
          >
            {names.map(({ tag, name }) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t.house.look}{' '}
          <select
            value={look}
            onChange={({ target }) => {
              const wanted = looks.find((one) => one === target.value)
              if (wanted !== undefined) wear(wanted)
            }}
          >
            {looks.map((one) => (
              <option key={one} value={one}>
                {t.house.looks[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </footer>
  )
}
