import { describe as about, expect, it } from '@jest/globals'
import { z } from 'zod'
import { describe } from './describe.ts'
import { json, type Operation } from './operation.ts'
import { writtenAs } from './schemas.ts'

const number = writtenAs(
  z
    .string()
    .transform(Number)
    .refine((value) => value > 0),
  z.int().min(1),
)
const thing = z.strictObject({ name: z.string(), at: z.iso.datetime() }).meta({ id: 'Thing' })

const operation: Operation = {
  method: 'post',
  path: '/v1/things/:id',
  tag: 'Things',
  summary: 'Make a thing',
  token: 'member',
  parts: { id: 'Which.' },
  query: z.strictObject({ count: number.default(1), q: z.string() }),
  body: z.strictObject({ name: z.string().trim(), count: number.optional() }).optional(),
  keyed: true,
  answers: { 201: json(thing, 'Made.') },
  problems: ['not_found'],
}

const found = z.object({
  parameters: z.array(z.looseObject({})),
  requestBody: z.object({ required: z.boolean(), content: z.record(z.string(), z.unknown()) }),
  responses: z.record(z.string(), z.unknown()),
  security: z.unknown(),
})

about('a described route', () => {
  const { paths, schemas, responses } = describe([operation])
  const made = found.parse(paths['/v1/things/{id}']?.post)

  it('takes what its input schemas take, written as clients write it', () => {
    expect(made.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true },
      { name: 'count', in: 'query', schema: { type: 'integer', minimum: 1, default: 1 } },
      { name: 'q', in: 'query', required: true, schema: { type: 'string' } },
      { $ref: '#/components/parameters/IdempotencyKey' },
    ])
    expect(made.requestBody).toEqual({
      required: false,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              name: { type: 'string' },
              count: { type: 'integer', minimum: 1 },
            },
            required: ['name'],
            additionalProperties: false,
          },
        },
      },
    })
  })

  it('answers with schemas by their names, to which fields may be added some day', () => {
    expect(made.responses['201']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
    })
    expect(schemas.Thing).toEqual({
      type: 'object',
      properties: { name: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
      required: ['name', 'at'],
    })
  })

  it('names its problems, and those that follow from what it takes', () => {
    const statuses = Object.keys(made.responses)
    expect(statuses).toEqual(['201', '400', '401', '404', '409', '413', '415', '422', '431', '500', '503'])
    expect(made.responses['401']).toEqual({ $ref: '#/components/responses/token_missing.token_invalid' })
    expect(Object.keys(responses)).toContain('token_missing.token_invalid')
    expect(made.security).toEqual([{ bearer: [] }])
  })
})

it('has errors of an older service in its words, and in ours where the one address may refuse before it', () => {
  const classic = { body: z.object({ message: z.string() }), statuses: { 404: 'Nowhere.', 413: 'Too large.' } }
  const { responses } = found.parse(describe([{ ...operation, classic }]).paths['/v1/things/{id}']?.post)
  const typesOf = (status: string) =>
    Object.keys(z.object({ content: z.object({}).loose() }).parse(responses[status]).content)
  expect(typesOf('404')).toEqual(['application/json'])
  expect(typesOf('413')).toEqual(['application/json', 'application/problem+json'])
})

it('refuses what is described twice, and a part of a path that is not described', () => {
  expect(() => describe([operation, operation])).toThrow('described twice')
  expect(() => describe([{ ...operation, parts: {} }])).toThrow('what is id?')
})
