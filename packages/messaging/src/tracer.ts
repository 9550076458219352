/** What is under way for some messages: what each carries on, in their order, and that it is over. */
export type Traced = {
  traceparents: readonly (string | undefined)[]
  end(ending?: { failed: unknown }): void
}

/**
 * Follows messages through their traces, by their header `traceparent` (W3C Trace Context). Called in the flow of
 * messages: be quick and do not throw. Topics and groups are unprefixed.
 */
export type MessagingTracer = {
  sending(messages: readonly { topic: string; traceparent: string | undefined }[]): Traced
  handling(
    work: { group: string; topic: string },
    messages: readonly { traceparent: string | undefined; timestampMs: number }[],
  ): Traced
}

/** Does the work under what was begun for it. */
export async function traced<T>(span: Traced | undefined, work: () => Promise<T>): Promise<T> {
  if (span === undefined) return await work()
  try {
    const result = await work()
    span.end()
    return result
  } catch (error) {
    span.end({ failed: error })
    throw error
  }
}
