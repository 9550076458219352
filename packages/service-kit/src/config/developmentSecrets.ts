import type { z } from 'zod'
import { hasPassword, isPasswordTheUser, secretsIn } from './secretsIn.ts'

const isSecret = (field: unknown): boolean => isType(field) && field.meta()?.secret === true

const isType = (field: unknown): field is z.ZodType =>
  typeof field === 'object' && field !== null && 'meta' in field && typeof field.meta === 'function'

/**
 * A problem for each secret variable whose secret is the one that everybody can read in `.env.dev`, or in that of another
 * service, where each role's password is its name. `defaultPassword`: what pg takes when a URL has none (PGPASSWORD).
 */
export function developmentSecrets(
  schema: z.ZodObject,
  values: Readonly<Record<string, unknown>>,
  ofDevelopment: NodeJS.Dict<string>,
  defaultPassword?: string,
): readonly string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const given = values[name]
    if (!isSecret(field) || typeof given !== 'string') return []
    const value = withPassword(given, defaultPassword)
    if (isPasswordTheUser(value)) return [`${name}: has its user's name for a password, as in development`]
    const text = ofDevelopment[name]
    const known = text === undefined ? [] : secretsIn(text)
    const isKnown = secretsIn(value).some((secret) => known.includes(secret))
    return isKnown ? [`${name}: has the secret of development, which everybody knows`] : []
  })
}

function withPassword(value: string, password: string | undefined): string {
  if (password === undefined || hasPassword(value) || !URL.canParse(value)) return value
  const url = new URL(value)
  url.searchParams.set('password', password)
  return url.href
}
