import { type ProblemCode, problemCatalogue } from '../problem/catalogue.ts'
import type { Answer, Operation } from './operation.ts'
import { byStatus, problemBody, problemsOf } from './problems.ts'
import { createSchemas, type JsonSchema, type Schemas } from './schemas.ts'

/** What one service adds to openapi.yaml. */
export type DescribedRoutes = {
  paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  schemas: Readonly<Record<string, JsonSchema>>
  responses: Readonly<Record<string, object>>
}

/** By their names. */
type Responses = Map<string, object>

/** The operations in OpenAPI 3.1. @throws Error when one is described twice, or a part of its path is not */
export function describe(operations: readonly Operation[]): DescribedRoutes {
  const schemas = createSchemas('#/components/schemas/')
  const responses: Responses = new Map()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}')
    const methods = paths[path] ?? {}
    if (operation.method in methods) throw new Error(`${operation.method} ${path} is described twice`)
    methods[operation.method] = described(operation, schemas, responses)
    paths[path] = methods
  }
  return { paths, schemas: Object.fromEntries(schemas.named), responses: Object.fromEntries(responses) }
}

function described(operation: Operation, schemas: Schemas, shared: Responses): object {
  const { method, path, tag, summary, description, token } = operation
  const bearer = { bearer: [] }
  return {
    operationId: [method, ...path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')].join('-'),
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: token === 'none' ? [] : token === 'optional' ? [{}, bearer] : [bearer],
    ...withParameters([...pathParameters(operation), ...queryParameters(operation, schemas), ...headers(operation)]),
    ...requestBody(operation, schemas),
    responses: { ...errors(operation, schemas, shared), ...answers(operation, schemas) },
  }
}

const withParameters = (parameters: readonly object[]) => (parameters.length === 0 ? {} : { parameters })

function pathParameters({ path, parts = {} }: Operation): readonly object[] {
  return Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => {
    const description = parts[name]
    if (description === undefined) throw new Error(`${path}: what is ${name}?`)
    return { name, in: 'path', required: true, description, schema: { type: 'string' } }
  })
}

function queryParameters({ query }: Operation, schemas: Schemas): readonly object[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(schema.safeParse(undefined).success ? {} : { required: true }),
    schema: schemas.of(schema, 'input'),
  }))
}

function headers({ keyed, headers: others = {} }: Operation): readonly object[] {
  const key = keyed === true ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []
  const rest = Object.entries(others).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }))
  return [...key, ...rest]
}

function requestBody({ body, forms }: Operation, schemas: Schemas): object {
  if (body === undefined) return {}
  const schema = schemas.of(body, 'input')
  const mediaTypes = ['application/json', ...(forms === true ? ['application/x-www-form-urlencoded'] : [])]
  return {
    requestBody: {
      required: !body.safeParse(undefined).success,
      content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }])),
    },
  }
}

function answers({ answers }: Operation, schemas: Schemas): Record<string, object> {
  const told = ({ words, body, mediaType = 'application/json', headers = [] }: Answer) => ({
    description: words,
    ...(headers.length === 0
      ? {}
      : { headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])) }),
    ...(body === undefined ? {} : { content: { [mediaType]: { schema: schemas.of(body, 'output') } } }),
  })
  return Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, told(answer)]))
}

/** What the one address refuses itself: it knows no older services, and says so as everywhere. */
const edgeStatuses = new Set(['400', '413', '503'])

function errors(operation: Operation, schemas: Schemas, shared: Responses): Record<string, object> {
  const { classic } = operation
  // A path with its query that is too long is refused before any route is known, so in these words everywhere.
  const tooLong = { 431: problemResponse(['malformed_request'], schemas, shared) }
  if (classic !== undefined) {
    const content = { 'application/json': { schema: schemas.of(classic.body, 'output') } }
    const problem = { 'application/problem+json': { schema: schemas.of(problemBody, 'output') } }
    const told = Object.entries(classic.statuses).map(([status, description]) => [
      status,
      { description, content: edgeStatuses.has(status) ? { ...content, ...problem } : content },
    ])
    return { ...Object.fromEntries(told), ...tooLong }
  }
  const told = Array.from(byStatus(problemsOf(operation)), ([status, codes]) => [
    status,
    problemResponse(codes, schemas, shared),
  ])
  return { ...Object.fromEntries(told), ...tooLong }
}

/** What routes have in common is told once: those of few codes are the same everywhere. */
const sharedCodesMax = 3

function problemResponse(codes: readonly ProblemCode[], schemas: Schemas, shared: Responses): object {
  const response = {
    description: codes.map((code) => `\`${code}\`: ${problemCatalogue[code].title}.`).join(' '),
    content: {
      'application/problem+json': {
        schema: { ...schemas.of(problemBody, 'output'), properties: { code: { enum: codes } } },
      },
    },
  }
  if (codes.length > sharedCodesMax) return response
  const name = codes.join('.')
  shared.set(name, response)
  return { $ref: `#/components/responses/${name}` }
}
