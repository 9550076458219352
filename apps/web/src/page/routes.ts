import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Problem } from '@gavel/service-kit'
import express from 'express'
import sirv, { type Options } from 'sirv'
import { isPagePath } from './paths.ts'

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
  const files = isBuilt ? sirv(directory, { brotli: true, gzip: true, etag: true, setHeaders }) : undefined

  router.use((req, res, next) => {
    const isRead = req.method === 'GET' || req.method === 'HEAD'
    if (!isRead) return next()
    if (isPagePath(req.path)) {
      if (files === undefined)
        throw new Problem('unavailable', { detail: 'The page is not built: pnpm turbo run build.' })
      // Below a router `url` may be changed: sirv looks at nothing else.
      const asked = req.url
      req.url = '/'
      return files(req, res, () => {
        req.url = asked
        next()
      })
    }
    return files === undefined ? next() : files(req, res, next)
  })
  return router
}

const setHeaders: NonNullable<Options['setHeaders']> = (res, path) => {
  res.setHeader('Content-Security-Policy', contentSecurityPolicy)
  const isHashed = path.startsWith('/assets/')
  res.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}
