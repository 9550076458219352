import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { readContracts } from '@gavel/contracts'
import { eventsPage } from './eventsPage.ts'
import { httpPage } from './httpPage.ts'

/** As it is sent. */
export type DocsDocument = { mediaType: string; body: Buffer; gzipped: Buffer; etag: string }

export const documentPaths = ['/docs', '/docs/events', '/openapi.json', '/asyncapi.yaml'] as const
export type Documents = Readonly<Record<(typeof documentPaths)[number], DocsDocument>>

const compress = promisify(gzip)

async function documentOf(mediaType: string, text: string): Promise<DocsDocument> {
  const body = Buffer.from(text)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`
  return { mediaType: `${mediaType}; charset=utf-8`, body, gzipped: await compress(body), etag }
}

/** @throws when the contracts are missing or are not what `pnpm contracts` makes */
export async function makeDocuments(): Promise<Documents> {
  const { openapi, asyncapi, asyncapiYaml } = await readContracts()
  return {
    '/docs': await documentOf('text/html', httpPage(openapi)),
    '/docs/events': await documentOf('text/html', eventsPage(asyncapi)),
    '/openapi.json': await documentOf('application/json', JSON.stringify(openapi)),
    '/asyncapi.yaml': await documentOf('application/yaml', asyncapiYaml),
  }
}
