import { type FormEvent, type ReactNode, useState } from 'react'
import { Redirect, useSearch } from 'wouter'
import { Problem } from '../api/problem.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import { Field } from '../look/Field.tsx'
import { useTitle } from '../look/useTitle.ts'
import { backFrom } from './back.ts'
import { useMember } from './useSession.ts'
import './session.css'

export type FieldName = 'email' | 'username' | 'password'

const passwordLengthMin = 8

type AccountFormProps = {
  title: string
  fields: readonly FieldName[]
  /** `new-password` lets password managers make one. */
  passwordKind: 'current-password' | 'new-password'
  send(values: Record<FieldName, string>): Promise<void>
  children: ReactNode
}

/** Signing in and signing up are one form with other fields; whoever is signed in already goes back to where he was. */
export function AccountForm({ title, fields, passwordKind, send, children }: AccountFormProps) {
  const { t } = useSpeech()
  const member = useMember()
  const search = useSearch()
  const [values, setValues] = useState<Record<FieldName, string>>({ email: '', username: '', password: '' })
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const [isShown, setShown] = useState(false)
  const [tooShort, setTooShort] = useState(false)
  const isNew = passwordKind === 'new-password'
  useTitle(title)
  if (member !== undefined) return <Redirect href={backFrom(search)} replace />

  const faults = new Map(error instanceof Problem ? error.errors.map(({ path, message }) => [path, message]) : [])
  const hasOwnField = fields.some((name) => faults.has(name))
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isNew && values.password.length < passwordLengthMin) {
      setTooShort(true)
      return
    }
    setSending(true)
    setError(null)
    try {
      await send(values)
    } catch (cause) {
      setError(cause)
      setSending(false)
    }
  }
  const kinds = {
    email: { type: 'email', autoComplete: 'username', maxLength: 254 },
    username: { type: 'text', autoComplete: 'nickname', maxLength: 50 },
    password: { type: isShown ? 'text' : 'password', autoComplete: passwordKind, maxLength: 128 },
  } as const
  const isTooShort = tooShort && values.password.length < passwordLengthMin
  const faultOf = (name: FieldName): string | undefined => {
    if (name === 'password' && isTooShort) return t.account.passwordShort
    const fault = faults.get(name)
    return fault === undefined ? undefined : t.state.notValid(fault)
  }
  const hints: Partial<Record<FieldName, string>> = isNew
    ? { password: t.account.passwordHint, username: t.account.bidders }
    : {}

  return (
    <section className="account">
      <h1>{title}</h1>
      <form onSubmit={(event) => void submit(event)}>
        {fields.map((name) => (
          <Field key={name} label={t.account[name]} hint={hints[name]} error={faultOf(name)}>
            {(control) => (
              <input
                {...control}
                {...kinds[name]}
                name={name}
                required
                value={values[name]}
                onChange={({ target }) => setValues((before) => ({ ...before, [name]: target.value }))}
              />
            )}
          </Field>
        ))}
        <label className="choice">
          <input type="checkbox" checked={isShown} onChange={({ target }) => setShown(target.checked)} />{' '}
          {t.account.show}
        </label>
        <p className="error" role="alert">
          {error !== null && !hasOwnField && reasonOf(error, t)}
        </p>
        <button type="submit" className="button button-strong button-wide" disabled={isSending}>
          {title}
        </button>
      </form>
      <p className="quiet">{children}</p>
    </section>
  )
}
