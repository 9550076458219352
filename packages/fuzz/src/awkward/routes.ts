import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { openapiFile } from '../directory.ts'

const parameter = z.looseObject({ name: z.string().optional(), in: z.string().optional() })
const operation = z.looseObject({
  parameters: z.array(parameter).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), z.unknown()) }).optional(),
})
const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })

export type Route = { method: string; path: string; query: readonly string[]; takesBody: boolean }

/** All routes, as openapi.yaml has them. */
export const describedRoutes = (): readonly Route[] =>
  Object.entries(document.parse(parse(readFileSync(openapiFile, 'utf8'))).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      query: parameters.flatMap((each) => (each.in === 'query' && each.name !== undefined ? [each.name] : [])),
      takesBody: requestBody !== undefined,
    })),
  )
