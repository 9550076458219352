/** Secrets of people (tokens, passwords) and of the game: a bidder's maximum and a reserve are nobody else's to read. */
const names = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'accessToken',
  'refreshToken',
  'atk',
  'rtk',
  'password',
  'currentPassword',
  'newPassword',
  'passwordHash',
  'maximum',
  'reserve',
  'reservePrice',
]

/** Deep enough for `{ req: { headers: { authorization } } }` and `{ events: [{ data: { reserve } }] }`. */
const prefixes = ['', '*.', '*.*.', '*.*.*.']

/** A name with a hyphen is written as an index, which follows no dot. */
export const redactedPaths = prefixes.flatMap((prefix) =>
  names.map((name) => (name.includes('-') ? `${prefix.replace(/\.$/, '')}["${name}"]` : `${prefix}${name}`)),
)
