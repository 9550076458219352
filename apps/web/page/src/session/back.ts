/** Where somebody was before he signed in: a path of ours and nothing else, as the address can be anybody's. */
export function backFrom(search: string): string {
  const wanted = new URLSearchParams(search).get('back') ?? '/'
  const isOurs = /^\/(?![/\\])[\w\-./%?&=~]*$/.test(wanted)
  return isOurs ? wanted : '/'
}
