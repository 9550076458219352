/** Runs `work`, and rejects when it takes longer than `limitMs`; what it does after that is nobody's concern. */
export async function within(limitMs: number, work: () => Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(() => late.reject(new Error(`took longer than ${Math.round(limitMs)} ms`)), limitMs)
  try {
    await Promise.race([work(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
