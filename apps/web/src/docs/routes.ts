import { route } from '@gavel/service-kit'
import express from 'express'
import { policyFor } from '../plainPage/style.ts'
import { type Documents, documentPaths, makeDocuments } from './documents.ts'
import { docsStyle } from './style.ts'

const contentSecurityPolicy = policyFor(docsStyle)

/**
 * The contracts for people (`/docs`, `/docs/events`) and for tools (`/openapi.json`, `/asyncapi.yaml`). Plain HTML of our
 * own: a reader out of npm comes with a megabyte of script, and needs styles that our policy lets nobody set.
 */
export function docsRoutes(): express.Router {
  const router = express.Router()
  // Made when somebody asks for the first time: until a release they do not change.
  let made: Promise<Documents> | undefined

  const documents = (): Promise<Documents> => {
    made ??= makeDocuments().catch((error: unknown) => {
      // Whoever asks next may have more luck.
      made = undefined
      throw error
    })
    return made
  }

  for (const path of documentPaths) {
    router.get(
      path,
      route(async (req, res) => {
        const { mediaType, body, gzipped, etag } = (await documents())[path]
        res.setHeader('Content-Security-Policy', contentSecurityPolicy).setHeader('Cache-Control', 'no-cache')
        res.setHeader('Vary', 'Accept-Encoding').setHeader('ETag', etag)
        if (req.fresh) return void res.status(304).end()
        const isGzipped = req.acceptsEncodings('gzip') === 'gzip'
        if (isGzipped) res.setHeader('Content-Encoding', 'gzip')
        res.setHeader('Content-Type', mediaType).send(isGzipped ? gzipped : body)
      }),
    )
  }
  return router
}
