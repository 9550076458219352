import { z } from 'zod'

/** A start is no time to wait for ever. */
export const answerTimeoutMs = 10_000

const problem = z.object({ code: z.string() })

/** Sends JSON as whoever the token is. */
export function post(url: string, token: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerTimeoutMs),
  })
}

/** Whether the answer is this problem; it can still be read afterwards. */
export async function isProblem(answer: Response, status: number, code: string): Promise<boolean> {
  return answer.status === status && problem.parse(await answer.clone().json()).code === code
}

/** @throws Error with the answer when it is a refusal. */
export async function jsonOf(answer: Response): Promise<unknown> {
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text.slice(0, 500)}`)
  return JSON.parse(text)
}
