import type express from 'express'

/** For answers that are data: nothing in them may run, be framed or be guessed to be another type. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/**
 * The headers that every answer carries; a service that serves pages gives its own Content-Security-Policy.
 * Strict-Transport-Security is left to whoever ends TLS, as only there is it known to be true.
 */
export function securityHeaders(options: { contentSecurityPolicy?: string } = {}): express.RequestHandler {
  const policy = options.contentSecurityPolicy ?? dataPolicy
  return (_req, res, next) => {
    res.removeHeader('X-Powered-By')
    res.setHeader('X-Content-Type-Options', 'nosniff')
    res.setHeader('X-Frame-Options', 'DENY')
    res.setHeader('Referrer-Policy', 'no-referrer')
    res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
    res.setHeader('Content-Security-Policy', policy)
    next()
  }
}
