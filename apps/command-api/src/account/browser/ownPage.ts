import { Problem } from '@gavel/service-kit'
import type express from 'express'

/** No form can send it, and no script of another site without a leave (CORS) that nobody is given here. */
const header = { name: 'X-Gavel-Session', value: 'page' } as const

/** How a browser calls what its user or a page of the same origin has asked for. */
const ownSites: readonly string[] = ['same-origin', 'none']

/**
 * Lets requests of our own page pass alone, as a browser adds the cookie to whatever it sends us.
 * @throws Problem cross_site_request
 */
export const ownPage: express.RequestHandler = (req, _res, next) => {
  const detail = faultOf(req)
  if (detail !== undefined) throw new Problem('cross_site_request', { detail })
  next()
}

function faultOf(req: express.Request): string | undefined {
  if (req.get(header.name) !== header.value) return `The header ${header.name}: ${header.value} is needed.`
  const site = req.get('Sec-Fetch-Site')
  if (site !== undefined && !ownSites.includes(site)) return 'The browser says that another site has asked for it.'
  const origin = req.get('Origin')
  if (origin !== undefined && !isAt(origin, req))
    return 'The browser says that a page of another host has asked for it.'
  return undefined
}

/**
 * Whether the origin is the host, and the port, that the browser has asked: as web was asked, or what is before it, by
 * X-Forwarded-Host (express `trust proxy`). The scheme is not compared: whoever ends TLS need not tell us.
 */
function isAt(origin: string, { host = '' }: express.Request): boolean {
  const from = URL.parse(origin)
  if (from === null || !/^https?:$/.test(from.protocol)) return false
  // Parsed alike, since a host may name the port that goes without saying, or be in capitals.
  return URL.parse(`${from.protocol}//${host}`)?.host === from.host
}
