const answerTimeoutMs = 20_000

export type Call = (method: string, path: string, body?: unknown) => Promise<unknown>

/** What somebody does that must go well. @throws Error with the answer when it does not */
export function caller(webUrl: string, token?: string): Call {
  return async (method, path, body) => {
    const answer = await fetch(`${webUrl}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerTimeoutMs),
    })
    const text = await answer.text()
    if (!answer.ok || answer.status === 202) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}
