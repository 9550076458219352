/** The reason to show a person. Judged by shape: an error from another realm (Jest's) is no instance of our Error. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const message = 'message' in error && typeof error.message === 'string' ? error.message : ''
  // What `connect` throws when several addresses failed has no message of its own.
  if (message === '' && 'errors' in error && Array.isArray(error.errors)) return error.errors.map(messageOf).join('; ')
  return message || String(error)
}

/** The system's error code (ENOENT, ESRCH, …), when there is one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
