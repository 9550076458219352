/** How long whoever finds a page may take, which is longer than Elasticsearch may take to answer. */
export const leaseMs = 3_000

/**
 * What a page cache leaves to the kind of its pages: under which keys they are, and what makes them wrong. Everything is
 * done to Redis in single steps, so that no change comes between a look and what follows from it.
 */
export type CacheStrategy<Query, Page, Change> = {
  /** Names a search: the same for all that ask for the same page. */
  nameOf(query: Query): string
  /**
   * One of `['hit', page]`; `['held', token]`, when somebody is finding the page; `['full']`, when it will not be kept;
   * or `['lease', mark]`: then `token` is the lease of whoever begins, and nothing that changes from here on passes by
   * the search. The mark goes with the lease.
   */
  begin(query: Query, token: string): Promise<unknown>
  /** Keeps a page, unless a change has taken the lease away or made the mark another. */
  fill(query: Query, lease: { token: string; mark: string }, page: string): Promise<unknown>
  /** For whoever could not find the page. */
  release(query: Query, token: string): Promise<unknown>
  /** No page that the changes make wrong is a hit after it, nor kept by a lease that was taken before it. */
  invalidate(changes: readonly Change[]): Promise<unknown>
  /** As `invalidate`, for every page. */
  dropAll(): Promise<unknown>
  /** A page as it was written with JSON.stringify. @throws when it is none */
  readPage(text: string): Page
}
