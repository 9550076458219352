import type express from 'express'
import { z } from 'zod'
import { type Right, statedRight } from './rights.ts'

/** What is looked at of express's router, which says nothing about it in its types. */
const handler = z.custom<express.RequestHandler>((value) => typeof value === 'function')
const routeLayer = z.object({ method: z.string().optional(), handle: handler })
const layer = z.object({
  handle: handler,
  route: z.object({ path: z.union([z.string(), z.array(z.string())]), stack: z.array(routeLayer) }).optional(),
})
// A router is a function with members.
const withStack = z.preprocess(
  (value) => (typeof value === 'function' ? { ...value } : value),
  z.object({ stack: z.array(layer) }),
)

export type StatedRoute = {
  method: string
  path: string
  /** The strictest right that one of its handlers checks; undefined when none of them checks any. */
  right: Right | undefined
}

const strictest: readonly Right[] = ['administrator', 'member', 'anyone']

/**
 * Every route of an app with the right that its handlers check, for the test that finds a route without one. Handlers
 * for all methods (405 answers) are no routes. Routers are taken to be mounted at the root.
 */
export function statedRoutes(router: unknown): readonly StatedRoute[] {
  const parsed = withStack.safeParse(router)
  if (!parsed.success) return []
  return parsed.data.stack.flatMap(({ handle, route }) =>
    route === undefined ? statedRoutes(handle) : [route.path].flat().flatMap((path) => routesAt(path, route.stack)),
  )
}

function routesAt(path: string, handlers: readonly z.output<typeof routeLayer>[]): readonly StatedRoute[] {
  const methods = new Map<string, Right[]>()
  for (const { method, handle } of handlers) {
    if (method === undefined) continue
    const right = statedRight(handle)
    methods.set(method, [...(methods.get(method) ?? []), ...(right === undefined ? [] : [right])])
  }
  return [...methods].map(([method, rights]) => ({
    method,
    path,
    right: strictest.find((right) => rights.includes(right)),
  }))
}
