import { z } from 'zod'

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom' })
    return z.NEVER
  }
})

const privateKey = json.pipe(z.looseObject({ d: z.string() }))

/** As pg decodes: what is no code stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The user and the passwords of a URL, wherever pg and others would take them from. */
function credentialsIn(text: string): { users: readonly string[]; passwords: readonly string[] } {
  if (!URL.canParse(text)) return { users: [], passwords: [] }
  const { username, password, searchParams } = new URL(text)
  const known = (values: readonly string[]) => values.filter((value) => value !== '')
  return {
    users: known([decoded(username), ...searchParams.getAll('user')]),
    passwords: known([decoded(password), ...searchParams.getAll('password')]),
  }
}

/**
 * What is secret in the value of a variable, however it is written: of a URL its passwords, since the host is another in
 * production, of a key its private half, else the text.
 */
export function secretsIn(text: string): readonly string[] {
  const { passwords } = credentialsIn(text)
  if (passwords.length > 0) return passwords
  const key = privateKey.safeParse(text)
  // The last letter of a key has two bits too many: four texts are the same key.
  if (key.success) return [Buffer.from(key.data.d, 'base64url').toString('hex')]
  return [text.normalize('NFKC').trim()]
}

export const hasPassword = (text: string): boolean => credentialsIn(text).passwords.length > 0

/** Whether somebody's password is his name, as it is for all roles in development. */
export function isPasswordTheUser(text: string): boolean {
  const { users, passwords } = credentialsIn(text)
  return passwords.some((password) => users.includes(password))
}
