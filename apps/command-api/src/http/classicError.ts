/** An error of the older services' routes: what their clients go by is the status and the code. */
export class ClassicError extends Error {
  override name = 'ClassicError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}
