import { type ProblemCode, problemCatalogue } from './catalogue.ts'

export type ProblemOptions = {
  /** One sentence for people about this occurrence; shown to the client. */
  detail?: string
  /** Further members of the body, such as the least next bid. They can not replace the standard ones. */
  extra?: Record<string, unknown>
  headers?: Record<string, string>
  /** Logged, never shown. */
  cause?: unknown
}

/** An answer that is an error (RFC 9457): throw it from a route, `problemHandler` sends it. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly detail: string | undefined
  readonly extra: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    const { status, title } = problemCatalogue[code]
    super(options.detail ?? title, 'cause' in options ? { cause: options.cause } : {})
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.detail = options.detail
    this.extra = options.extra ?? {}
    this.headers = options.headers ?? {}
  }

  /** The body of the answer. `instance`: the path that was asked for. */
  toJSON(instance: string): Record<string, unknown> {
    const standard = {
      type: `urn:gavel:problem:${this.code}`,
      title: problemCatalogue[this.code].title,
      status: this.status,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      instance,
    }
    // People read from the top; whatever `extra` calls itself, it replaces nothing.
    return { ...standard, ...this.extra, ...standard }
  }
}
