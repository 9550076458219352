import { isUtf8 } from 'node:buffer'

/** How such an error is known, as those of express are by their types. */
export const notUtf8 = 'body.not_utf8'

/**
 * For express's body parsers (`verify`), which would put U+FFFD in the place of what is no UTF-8 and go on: a name
 * would be kept that nobody has sent.
 */
export function utf8Only(_req: unknown, _res: unknown, body: Buffer, encoding: string): void {
  if (encoding === 'utf-8' && !isUtf8(body)) throw Object.assign(new Error('no UTF-8'), { status: 400, type: notUtf8 })
}
