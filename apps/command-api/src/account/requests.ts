import { z } from 'zod'
import { text } from '../http/text.ts'

const emailLengthMax = 254

/** Compared in lower case: nobody has two accounts by writing his address in two ways. */
const email = z.string().max(emailLengthMax).trim().toLowerCase().pipe(z.email('must be an e-mail address'))

const usernameLengthMax = 50

/** Shown to others, and not unique, as with people: who somebody is says his id. Nothing that is invisible, or turns the text around. */
const username = text(200)
  .transform((name) => name.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1, 'must not be empty')
      .max(usernameLengthMax, `must have at most ${usernameLengthMax} characters`)
      .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'must have no invisible characters'),
  )

/** What may be tried; whether a new one will do says `passwordFault`. */
const password = text(1_000)

const refreshToken = z.string().min(1).max(4_096)

export const signUpBody = z.strictObject({ email, username, password })
export const signInBody = z.strictObject({ email: text(emailLengthMax).trim().toLowerCase(), password })
export const refreshBody = z.strictObject({ refreshToken })
export const signOutBody = z.strictObject({ refreshToken: refreshToken.optional() }).optional()
export const passwordBody = z.strictObject({ currentPassword: password, newPassword: password })

/** Of the older service, whose clients may send more. */
export const classicSignUpBody = z.object(signUpBody.shape)
export const classicSignInBody = z.object(signInBody.shape)
