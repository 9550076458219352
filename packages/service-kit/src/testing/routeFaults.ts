import type express from 'express'
import type { Operation } from '../openapi/operation.ts'
import { statedRoutes } from '../token/routeRights.ts'

/**
 * Walks every route of an app: what it has and is not described, what is described and it has not, and whose right is
 * another one than its description says. Empty when all is well.
 */
export function routeFaults(app: express.Express, operations: readonly Operation[]): readonly string[] {
  // HEAD is what GET is; where it is a route of its own, it only says that it is none.
  const routes = statedRoutes(app.router).filter(({ method }) => method !== 'head')
  const rights = new Map(routes.map(({ method, path, right }) => [`${method} ${path}`, right]))
  const told = new Map(operations.map(({ method, path, token }) => [`${method} ${path}`, token]))
  return [
    ...[...rights.keys()].filter((name) => !told.has(name)).map((name) => `${name} is not described`),
    ...[...told].flatMap(([name, token]) => {
      if (!rights.has(name)) return [`${name} is described, and not there`]
      const right = token === 'none' || token === 'optional' ? 'anyone' : token
      return rights.get(name) === right ? [] : [`${name} is for ${rights.get(name)}, and described as for ${token}`]
    }),
  ]
}
