const known: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const methodNotAllowed = 405

/**
 * A request's method, for labels: `_OTHER` for one that the route does not have, so that a stranger who tries all that
 * HTTP knows makes no new time series.
 */
export const methodLabel = (method: string, status: number): string =>
  known.has(method) && status !== methodNotAllowed ? method : '_OTHER'
