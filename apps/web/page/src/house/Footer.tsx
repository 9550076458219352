import { useSpeech } from '../language/LanguageProvider.tsx'
import { isLanguage, languageNames } from '../language/messages.ts'
import { looks, useLook } from '../look/useLook.ts'

export function Footer() {
  const { t, language, speak } = useSpeech()
  const [look, wear] = useLook()
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
            {Object.entries(languageNames).map(([tag, name]) => (
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
