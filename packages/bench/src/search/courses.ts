import { newSearches, popularSearches } from './catalogue.ts'

/** What is searched for, and what happens meanwhile. */
export type Course = { name: string; bare: boolean; reads: readonly string[]; withBids: boolean }

export const courses: readonly Course[] = [
  { name: 'bare route', bare: true, reads: popularSearches, withBids: false },
  { name: 'cached', bare: false, reads: popularSearches, withBids: false },
  { name: 'each for the first time', bare: false, reads: newSearches, withBids: false },
  { name: 'cached, while bids pour in', bare: false, reads: popularSearches, withBids: true },
]
