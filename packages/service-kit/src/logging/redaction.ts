/** Secrets of people (tokens, passwords) and of the game: a bidder's maximum and a reserve are nobody else's to read. */
const names = [
  'authorization',
  'cookie',
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

export const redactedPaths = prefixes.flatMap((prefix) => names.map((name) => `${prefix}${name}`))
