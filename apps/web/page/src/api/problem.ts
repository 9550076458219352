import * as z from 'zod/mini'

const problemBody = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
})

/** What Gavel refused, in RFC 9457's words: `code` is stable, `detail` is for people. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  /** Field by field, where the input was at fault. */
  readonly errors: readonly { path: string; message: string }[]

  constructor(status: number, body: z.infer<typeof problemBody>) {
    super(body.detail ?? body.title)
    this.status = status
    this.code = body.code
    this.errors = body.errors ?? []
  }
}

/** No answer: the network, the server or the time was gone. What was sent may have had its effect. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

export async function problemIn(response: Response): Promise<Problem> {
  const parsed = problemBody.safeParse(await response.json().catch(() => undefined))
  const body = parsed.success ? parsed.data : { code: 'internal', title: response.statusText }
  return new Problem(response.status, body)
}

export const isProblem = (error: unknown, code: string): boolean => error instanceof Problem && error.code === code
