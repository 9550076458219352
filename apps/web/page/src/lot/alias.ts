import type { Messages } from '../language/en.ts'

/** `bidder 3` in the language of the page: an alias is all that anybody learns of a bidder. */
export function aliasIn(alias: string, t: Messages): string {
  const number = /^bidder (\d+)$/.exec(alias)?.[1]
  return number === undefined ? alias : t.lot.bidder(number)
}
