import { Link, useSearch } from 'wouter'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { AccountForm } from './AccountForm.tsx'
import { signUp } from './session.ts'

export default function SignUpPage() {
  const { t } = useSpeech()
  const search = useSearch()
  return (
    <AccountForm
      title={t.account.signUp}
      fields={['email', 'username', 'password']}
      passwordKind="new-password"
      send={signUp}
    >
      {t.account.hasAccount} <Link href={`/signin${search === '' ? '' : `?${search}`}`}>{t.account.signIn}</Link>
    </AccountForm>
  )
}
