/** The paths that a person may open or reload: those of the page's router (page/src/App.tsx). The rest is the API's. */
const pagePath =
  /^\/(?:$|search$|sell$|signin$|signup$|lots\/[^/]+(?:\/revise)?$|me(?:\/[a-z]+)?$|me\/orders\/[^/]+$|shop(?:\/[^/]+)?$)/

export const isPagePath = (path: string): boolean => pagePath.test(path.length > 1 ? path.replace(/\/$/, '') : path)
