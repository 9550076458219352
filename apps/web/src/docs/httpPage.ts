import { z } from 'zod'
import { type Html, html } from '../plainPage/html.ts'
import { folded, page, type Section } from './layout.ts'
import { nameIn, type Schema, schema } from './schema.ts'
import { fieldsView, typeText } from './schemaView.ts'
import { words } from './words.ts'

const content = z.record(z.string(), z.object({ schema })).optional()
const response = z.object({ description: z.string(), content })
const reference = z.object({ $ref: z.string() })
const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  description: z.string().optional(),
  schema,
})
const operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.unknown())),
  parameters: z.array(z.union([reference, parameter])).default([]),
  requestBody: z.object({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string(), z.union([reference, response])),
})
type Operation = z.output<typeof operation>
const document = z.object({
  info: z.object({ description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({
    parameters: z.record(z.string(), parameter),
    responses: z.record(z.string(), response),
    schemas: z.record(z.string(), schema),
  }),
})
type Components = z.output<typeof document>['components']

/** openapi.yaml for people. @throws when it is not what `pnpm contracts` makes */
export function httpPage(openapi: unknown): string {
  const { info, tags, paths, components } = document.parse(openapi)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]) => ({ method, path, told })),
  )
  const sections = tags.map(({ name, description }, index): Section => {
    const ofTag = operations.filter(({ told }) => told.tags.includes(name))
    return {
      id: `part-${index + 1}`,
      name,
      about: html`<p>${words(description)}</p>`,
      body: html`${ofTag.map(({ method, path, told }) =>
        folded(
          told.operationId,
          html`<span class="method">${method.toUpperCase()}</span> <code>${path}</code> <span class="soft">${told.summary}</span>`,
          operationView(told, components),
        ),
      )}`,
    }
  })
  return page('Gavel’s HTTP', info.description, [...sections, schemasSection(components.schemas)])
}

function operationView(told: Operation, components: Components): Html {
  const { description, parameters, requestBody, responses } = told
  const body = Object.values(requestBody?.content ?? {})[0]?.schema
  const about = description === undefined ? html`` : html`<p>${words(description)}</p>`
  return html`${about}<p>${tokenText(told)}</p>
${parametersView(parameters.map((one) => found(one, components.parameters)))}${
  requestBody === undefined || body === undefined
    ? html``
    : html`<h3>Body</h3><p class="soft">${Object.keys(requestBody.content ?? {}).join(' or ')}${requestBody.required ? '' : ', or none'}</p>${fieldsView(body)}`
}<h3>Answers</h3>
<dl>${Object.entries(responses).map(([status, one]) => answerView(status, found(one, components.responses)))}</dl>`
}

function tokenText({ security }: Operation): string {
  if (security.length === 0) return 'Needs no access token.'
  return security.some((way) => Object.keys(way).length === 0)
    ? 'Takes an access token, and says more with one.'
    : 'Needs an access token.'
}

/** What is said in place, or once for all under a name. */
function found<T>(one: T | { $ref: string }, named: Readonly<Record<string, T>>): T {
  const shared = reference.safeParse(one)
  const told = shared.success ? named[nameIn(shared.data.$ref)] : one
  if (told === undefined || isReference(told)) throw new Error('a reference leads nowhere')
  return told
}

const isReference = <T>(one: T | { $ref: string }): one is { $ref: string } => reference.safeParse(one).success

function parametersView(parameters: readonly z.output<typeof parameter>[]): Html {
  if (parameters.length === 0) return html``
  const rows = parameters.map((one) => {
    const needed = one.required ? '' : ' (may be missing)'
    const usual =
      one.schema.default === undefined ? html`` : html`; <code>${JSON.stringify(one.schema.default)}</code> if left out`
    const about = one.description ?? one.schema.description
    return html`<li><code>${one.name}</code> in ${one.in}${needed} <span class="soft">${typeText(one.schema)}${usual}</span>${about === undefined ? html`` : html`: ${words(about)}`}</li>
`
  })
  return html`<h3>Parameters</h3><ul class="fields">
${rows}</ul>`
}

function answerView(status: string, { description, content: bodies = {} }: z.output<typeof response>): Html {
  const body = Object.entries(bodies)[0]
  const shown = body === undefined ? html`` : html` <span class="soft">${typeText(body[1].schema)}</span>`
  const fields = body === undefined || body[1].schema.$ref !== undefined ? html`` : fieldsView(body[1].schema)
  return html`<dt><strong>${status}</strong>${shown}</dt><dd>${words(description)}${fields}</dd>
`
}

const schemasSection = (schemas: Readonly<Record<string, Schema>>): Section => ({
  id: 'schemas',
  name: 'What is answered',
  about: html``,
  body: html`${Object.entries(schemas).map(([name, told]) => folded(`schema-${name}`, html`<code>${name}</code>`, fieldsView(told)))}`,
})
