import type express from 'express'

/** A route's handler. Its rejection becomes a problem by express 5's own handling of promises: nothing to wrap. */
export function route(
  handler: (req: express.Request, res: express.Response) => Promise<void> | void,
): express.RequestHandler {
  return handler
}
