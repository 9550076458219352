import { dictionary } from '@zxcvbn-ts/language-common'
import { z } from 'zod'

const lengthMin = 8
const lengthMax = 128

/** They are tried first by whoever guesses, in the order of how often people choose them. */
const commonest = new Set(
  z
    .array(z.string())
    .parse(dictionary['passwords-common'])
    .filter((password) => password.length >= lengthMin)
    .slice(0, 5_000),
)

/** The same characters typed on different keyboards are the same password. */
export const normalised = (password: string): string => password.normalize('NFC')

/**
 * Why a password will not do; undefined when it will: 8 to 128 characters, none of the 5,000 commonest of that length,
 * and nothing that everybody knows of the account. No rules about kinds of characters (NIST SP 800-63B).
 */
export function passwordFault(
  password: string,
  { email, username }: { email: string; username: string },
): string | undefined {
  const length = [...normalised(password)].length
  if (length < lengthMin || length > lengthMax) return `must have ${lengthMin} to ${lengthMax} characters`
  const lower = normalised(password).toLowerCase()
  if (commonest.has(lower)) return 'is one of the passwords that are tried first'
  const known = [email, email.split('@', 1).join(''), username.toLowerCase()]
  return known.includes(lower) ? 'must not be the address or the name' : undefined
}
