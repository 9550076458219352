import { isDeepStrictEqual } from 'node:util'
import type { DescribedRoutes } from './describedRoutes.ts'

const description = `An open auction house with a shop beside it.

Bodies are JSON in UTF-8. Money is an integer in minor units of the currency beside it; times are instants in UTC (RFC 3339). Fields that are not known are refused. Errors are problems (RFC 9457) with a stable \`code\`; answers may get more fields some day.

Every command answers with the \`version\` it has made: read with \`atLeast\` of it, and you read your own write. \`X-Correlation-Id\` and \`traceparent\` are taken, made if missing, and given back. Whoever asks too often is told by 429 and \`Retry-After\`; the \`RateLimit\` headers say how near to that one is.`

const tags = [
  { name: 'Lots', description: 'What is for sale.' },
  { name: 'Bidding', description: 'Bid, take back, buy.' },
  { name: 'Selling', description: 'List, revise, cancel.' },
  { name: 'After the end', description: 'Sales that fail, and offers.' },
  { name: 'Live', description: 'Server-Sent Events, and the clock of countdowns.' },
  { name: 'Search', description: 'Find lots and orders.' },
  { name: 'One’s own', description: 'What belongs to whoever is signed in.' },
  { name: 'Shop', description: 'Products and their SKUs.' },
  { name: 'Orders', description: 'Order, pay, cancel.' },
  { name: 'Catalogue', description: 'Names of categories, products and SKUs: changed by administrators.' },
  { name: 'Accounts', description: 'Sign up, in, on and out.' },
  { name: 'Older auction service', description: 'Its routes, unchanged: ids are numbers, amounts whole units.' },
  { name: 'Older accounts service', description: 'Its routes, unchanged: ids are numbers, amounts whole units.' },
  { name: 'Older orders service', description: 'Its routes, unchanged: ids are numbers.' },
]

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'The same key and the same body have one effect and one answer, for a day; then `Idempotency-Replayed: true` comes with it.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
}

/** One OpenAPI 3.1 document of what the services say. @throws Error when two of them say it differently */
export function openapiOf(services: readonly DescribedRoutes[]): object {
  const paths: Record<string, Record<string, unknown>> = {}
  const schemas: Record<string, unknown> = {}
  const responses: Record<string, unknown> = {}
  for (const service of services) {
    for (const [path, methods] of Object.entries(service.paths)) {
      const known = paths[path] ?? {}
      for (const [method, operation] of Object.entries(methods)) put(known, method, operation, path)
      paths[path] = known
    }
    for (const [name, schema] of Object.entries(service.schemas)) put(schemas, name, schema, 'schemas')
    for (const [name, response] of Object.entries(service.responses)) put(responses, name, response, 'responses')
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Gavel', version: '1', description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/', description: 'The one address.' }],
    tags,
    paths: sorted(paths),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters: { IdempotencyKey: idempotencyKey },
      responses: sorted(responses),
      schemas: sorted(schemas),
    },
  }
}

function put(record: Record<string, unknown>, name: string, value: unknown, where: string): void {
  if (name in record && !isDeepStrictEqual(record[name], value)) throw new Error(`${where} ${name} is said twice`)
  record[name] = value
}

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)))
