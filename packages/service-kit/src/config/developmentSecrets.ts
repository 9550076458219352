import type { z } from 'zod'

/** What is secret in a value: of a URL its password, since the host is another in production. */
function secretIn(text: string): string {
  const password = URL.canParse(text) ? new URL(text).password : ''
  return password === '' ? text : password
}

const isSecret = (field: unknown): boolean => isType(field) && field.meta()?.secret === true

const isType = (field: unknown): field is z.ZodType =>
  typeof field === 'object' && field !== null && 'meta' in field && typeof field.meta === 'function'

/** A problem for each secret variable whose secret is the one that everybody can read in `.env.dev`. */
export function developmentSecrets(
  schema: z.ZodObject,
  values: Readonly<Record<string, unknown>>,
  ofDevelopment: NodeJS.Dict<string>,
): readonly string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const value = values[name]
    const known = ofDevelopment[name]
    if (!isSecret(field) || typeof value !== 'string' || known === undefined) return []
    const isKnown = secretIn(value) === secretIn(known)
    return isKnown ? [`${name}: has the secret of development, which everybody knows`] : []
  })
}
