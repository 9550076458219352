/** The paths that a person may open or reload: those of the page's router (page/src/App.tsx). The rest is the API's. */
const pagePath =
  /^\/(?:$|search$|sell$|signin$|signup$|lots\/[^/]+(?:\/revise)?$|me(?:\/[a-z]+)?$|me\/orders\/[^/]+$|shop(?:\/[^/]+)?$)/

export const isPagePath = (path: string): boolean => pagePath.test(path.length > 1 ? path.replace(/\/$/, '') : path)

/** Those of the services: whoever opens one of these in a browser wants to see what a program sees. */
const servicePath =
  /^\/(?:v1|items|auction|auth|user|bid|buy-now|category|categories|orders|products|search\/orders|status|docs|openapi\.json|\.well-known)(?:[/.]|$)/

export const isServicePath = (path: string): boolean => servicePath.test(path)
