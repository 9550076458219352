import { createReadStream, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Problem } from '@gavel/service-kit'
import express from 'express'
import sirv from 'sirv'
import { isPagePath, isServicePath } from './paths.ts'

/** Where `vite build` puts the page. */
export const builtPage = resolve(import.meta.dirname, '../../dist')

/**
 * Files of ours and nothing else: no script or style in the page itself, so that nothing that people write can become
 * one. Pictures of lots may be anywhere, over HTTPS.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The page and its files, as they were built, compressed then. Its paths all answer with the one document, which is
 * asked for anew each time; the files beside it carry a hash in their names and never change.
 */
export function pageRoutes(directory: string): express.Router {
  const router = express.Router()
  const isBuilt = existsSync(join(directory, 'index.html'))
  const files = isBuilt ? sirv(directory, { brotli: true, gzip: true, etag: true }) : undefined

  const send = (path: string, req: express.Request, res: express.Response, next: express.NextFunction): void => {
    if (files === undefined) {
      next()
      return
    }
    // Before sirv begins: it calls its own hook for none of its 304s, and a browser takes over what headers they have.
    const policy = res.getHeader('Content-Security-Policy')
    res.setHeader('Content-Security-Policy', contentSecurityPolicy)
    res.setHeader('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    const asked = req.url
    // Below a router it may be changed: sirv looks at nothing else.
    req.url = path
    files(req, res, () => {
      req.url = asked
      res.removeHeader('Cache-Control')
      if (policy !== undefined) res.setHeader('Content-Security-Policy', policy)
      next()
    })
  }

  router.use((req, res, next) => {
    const isRead = req.method === 'GET' || req.method === 'HEAD'
    if (!isRead) return next()
    const isLost = isNavigation(req) && !isServicePath(req.path)
    if (!isPagePath(req.path) && !isLost) return send(req.path, req, res, next)
    if (files === undefined)
      throw new Problem('unavailable', { detail: 'The page is not built: pnpm turbo run build.' })
    if (isPagePath(req.path)) return send('/', req, res, next)
    // Mistyped: a file there is none of, and the page says so in a person's words.
    send(req.path, req, res, () => {
      res.statusCode = 404
      res.setHeader('Content-Security-Policy', contentSecurityPolicy).setHeader('Cache-Control', 'no-store')
      res.type('html')
      if (req.method === 'HEAD') res.end()
      else createReadStream(join(directory, 'index.html')).once('error', next).pipe(res)
    })
  })
  return router
}

/** Somebody opens an address, instead of a program reading it. */
const isNavigation = (req: express.Request): boolean =>
  req.headers['sec-fetch-mode'] === 'navigate' && req.accepts(['json', 'html']) === 'html'
