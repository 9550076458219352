export type Answer = { status: number; headers: Headers; text: string; body: unknown }

export type Sent = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  token?: string
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is, with whatever Content-Type the headers say. */
  raw?: string
  headers?: Record<string, string>
}

const answerTimeoutMs = 20_000

/** One request. @throws when the connection breaks or no answer comes within 20 s: its outcome is not known */
export async function send(url: string, { method, token, json, raw, headers }: Sent = {}): Promise<Answer> {
  const payload = json === undefined ? raw : JSON.stringify(json)
  const answer = await fetch(url, {
    method: method ?? (payload === undefined ? 'GET' : 'POST'),
    headers: {
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
    signal: AbortSignal.timeout(answerTimeoutMs),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
