import { Link, useSearch } from 'wouter'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { AccountForm } from './AccountForm.tsx'
import { signIn } from './session.ts'

export default function SignInPage() {
  const { t } = useSpeech()
  const search = useSearch()
  return (
    <AccountForm title={t.account.signIn} fields={['email', 'password']} passwordKind="current-password" send={signIn}>
      {t.account.noAccount} <Link href={`/signup${search === '' ? '' : `?${search}`}`}>{t.account.signUp}</Link>
    </AccountForm>
  )
}
