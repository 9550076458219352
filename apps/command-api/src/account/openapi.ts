import { instant, paddleNumber, uuid } from '@gavel/event-contracts'
import { accountsErrors, json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { emptyBody } from '../http/emptyBody.ts'
import { sessionPath } from './browser/cookie.ts'
import {
  classicSignInBody,
  classicSignUpBody,
  passwordBody,
  refreshBody,
  signInBody,
  signOutBody,
  signUpBody,
} from './requests.ts'

const tag = 'Accounts'
const classicTag = 'Older accounts service'

const access = z.strictObject({
  user: z.strictObject({ id: uuid, username: z.string(), paddleNumber }),
  accessToken: z.string(),
  accessTokenExpiresAt: instant,
})
const session = access.extend({ refreshToken: z.string() }).meta({ id: 'Session' })
const role = z.enum(['bidder', 'administrator'])
const pageSession = access
  .extend({ user: access.shape.user.extend({ roles: z.array(role) }) })
  .meta({ id: 'PageSession' })

/** Sign-up, sign-in and a new password, for programs and (`/session`) for our own page. */
const waysIn = (path: string, answer: z.ZodType, page: Pick<Operation, 'headers' | 'problems'>): Operation[] => {
  const { headers, problems = [] } = page
  const pageOnly = headers === undefined ? {} : { headers }
  const words = headers === undefined ? '' : ' The refresh token goes into a cookie that no script can read.'
  return [
    {
      method: 'post',
      path: `${path}/signup`,
      tag,
      summary: 'Open an account',
      token: 'none',
      ...pageOnly,
      body: signUpBody,
      answers: { 201: json(answer, `Signed up, and in.${words}`) },
      problems: ['email_in_use', 'too_many_requests', ...problems],
    },
    {
      method: 'post',
      path: `${path}/signin`,
      tag,
      summary: 'Sign in',
      description: 'An unknown address and a wrong password are answered alike, in like time.',
      token: 'none',
      ...pageOnly,
      body: signInBody,
      answers: { 200: json(answer, `Signed in.${words}`) },
      problems: ['invalid_credentials', 'too_many_requests', ...problems],
    },
    {
      method: 'post',
      path: `${path}/password`,
      tag,
      summary: 'Change the password',
      description: 'Ends all sessions, and begins a new one.',
      token: 'member',
      ...pageOnly,
      body: passwordBody,
      answers: { 200: json(answer, `Changed.${words}`) },
      problems: ['invalid_credentials', 'too_many_requests', ...problems],
    },
  ]
}

const ofPage = {
  headers: { 'X-Gavel-Session': 'Always `page`: no form of another site can send it.' },
  problems: ['cross_site_request'],
} as const satisfies Pick<Operation, 'headers' | 'problems'>

const forPrograms: readonly Operation[] = [
  ...waysIn('/v1/auth', session, {}),
  {
    method: 'post',
    path: '/v1/auth/refresh',
    tag,
    summary: 'Get the next two tokens',
    description: 'A refresh token is good once. Used a second time it ends the session, as somebody else must have it.',
    token: 'none',
    body: refreshBody,
    answers: { 200: json(session, 'The next tokens.') },
    problems: ['token_invalid', 'session_ended'],
  },
  {
    method: 'post',
    path: '/v1/auth/signout',
    tag,
    summary: 'End all sessions',
    description: 'Of whom the refresh token was given to; without one, of whoever the access token says.',
    token: 'optional',
    body: signOutBody,
    answers: { 204: { words: 'Ended; also when they had ended before.' } },
  },
]

const forPages: readonly Operation[] = [
  ...waysIn(sessionPath, pageSession, ofPage),
  {
    method: 'post',
    path: `${sessionPath}/refresh`,
    tag,
    summary: 'Go on with the session of the cookie',
    token: 'none',
    ...ofPage,
    body: emptyBody,
    answers: {
      200: json(pageSession, 'The next access token; the cookie is a new one.'),
      204: { words: 'No session.' },
    },
  },
  {
    method: 'post',
    path: `${sessionPath}/signout`,
    tag,
    summary: 'End all sessions of whom the cookie is',
    token: 'none',
    ...ofPage,
    body: emptyBody,
    answers: { 204: { words: 'Ended.' } },
  },
]

const keys = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) })

const tokens = z.strictObject({ atk: z.string(), rtk: z.string() }).meta({ id: 'ClassicTokens' })
const classicUser = z.strictObject({ id: paddleNumber, username: z.string(), email: z.string(), roles: z.array(role) })
const tooMany = { 413: 'The body is too large.', 415: 'Neither JSON nor a form.', 429: 'Too many attempts.' }

const classicWaysIn: readonly Operation[] = ['/auth', '/user'].flatMap((base): readonly Operation[] => [
  {
    method: 'post',
    path: `${base}/signup`,
    tag: classicTag,
    summary: 'Open an account',
    token: 'none',
    forms: true,
    body: classicSignUpBody,
    answers: { 201: json(tokens, 'Signed up, and in.') },
    classic: accountsErrors({ 409: '`EMAIL_IN_USE`', ...tooMany }),
  },
  {
    method: 'post',
    path: `${base}/signin`,
    tag: classicTag,
    summary: 'Sign in',
    token: 'none',
    forms: true,
    body: classicSignInBody,
    answers: { 201: json(tokens, 'Signed in.') },
    classic: accountsErrors({ 401: '`INVALID_PASSWORD`', 404: '`USER_NOT_FOUND`', ...tooMany }),
  },
])

const classic: readonly Operation[] = [
  ...classicWaysIn,
  {
    method: 'get',
    path: '/auth/refresh',
    tag: classicTag,
    summary: 'Get the next two tokens',
    token: 'none',
    headers: { Authorization: '`Bearer` and the refresh token.' },
    answers: { 200: json(tokens, 'The next tokens.') },
    classic: accountsErrors({
      400: '`TOKEN_INVALID`',
      401: '`TOKEN_MISSING`',
      403: '`SHOULD_LOGIN_AGAIN`',
    }),
  },
  {
    method: 'get',
    path: '/user/me',
    tag: classicTag,
    summary: 'Who is signed in',
    token: 'member',
    answers: { 200: json(classicUser, 'Him.') },
    classic: accountsErrors({
      400: '`TOKEN_INVALID`',
      401: '`TOKEN_MISSING`',
      404: '`NOT_FOUND`: there is no such account.',
    }),
  },
]

export const accountOperations: readonly Operation[] = [
  ...forPrograms,
  ...forPages,
  {
    method: 'get',
    path: '/.well-known/jwks.json',
    tag,
    summary: 'The public keys of access tokens',
    token: 'none',
    answers: { 200: json(keys, 'A JSON Web Key Set, good for an hour.') },
  },
  ...classic,
]
