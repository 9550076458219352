import type express from 'express'

/** Who may use a route at all; what is somebody's own is checked by the rule behind it. */
export type Right = 'anyone' | 'member' | 'administrator'

const stated = new WeakMap<object, Right>()

/** Says of a handler which right it checks, so that a test can find the routes that check none. */
export function stating<Handler extends express.RequestHandler>(right: Right, handler: Handler): Handler {
  stated.set(handler, right)
  return handler
}

/** The right that a handler checks; undefined when it checks none. */
export const statedRight = (handler: object): Right | undefined => stated.get(handler)

/** For routes that need no token at all: says so, and does nothing. */
export const anyone = (): express.RequestHandler => stating('anyone', (_req, _res, next) => next())
