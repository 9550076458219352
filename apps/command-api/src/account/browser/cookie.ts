import { parseCookie } from 'cookie'
import type express from 'express'

/** Where the routes are to which browsers send the cookie, and to no others. */
export const sessionPath = '/v1/auth/session'

/** Holds the refresh token where no script can read it. */
export type SessionCookie = {
  /** What the browser has sent; undefined when it has none. */
  read(req: express.Request): string | undefined
  set(res: express.Response, refreshToken: string): void
  remove(res: express.Response): void
}

/**
 * `lifeSec`: the refresh token's. `isSecure`: sent over TLS alone, under a name that browsers take over TLS alone, so that
 * nobody on the way can plant one.
 */
export function createSessionCookie({ lifeSec, isSecure }: { lifeSec: number; isSecure: boolean }): SessionCookie {
  const name = isSecure ? '__Secure-gavel_session' : 'gavel_session'
  const attributes = { httpOnly: true, sameSite: 'strict', path: sessionPath, secure: isSecure } as const

  return {
    read: (req) => parseCookie(req.headers.cookie ?? '')[name],
    set: (res, refreshToken) => void res.cookie(name, refreshToken, { ...attributes, maxAge: lifeSec * 1_000 }),
    remove: (res) => void res.clearCookie(name, attributes),
  }
}
