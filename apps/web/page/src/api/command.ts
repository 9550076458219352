import type * as z from 'zod/mini'
import { newKey } from './newKey.ts'
import { isProblem, Problem, Unreachable } from './problem.ts'
import { type Asked, ask } from './request.ts'

/** Some minutes: until then whoever asked for it is told that it is not known. */
const triesMax = 24
const firstDelayMs = 400
const delayMaxMs = 8_000
const offlineMsMax = 120_000

/** Resolves when the browser has a connection, or it has waited long enough to try all the same. */
const online = (): Promise<void> =>
  navigator.onLine
    ? Promise.resolve()
    : new Promise((resolve) => {
        const timer = setTimeout(resolve, offlineMsMax)
        addEventListener(
          'online',
          () => {
            clearTimeout(timer)
            resolve()
          },
          { once: true },
        )
      })

/**
 * Whether it may have had its effect all the same: no answer, one that a failing server has given, or the first try is
 * still being worked on. What cannot be paid here is refused for good.
 */
const isInDoubt = (error: unknown): boolean =>
  error instanceof Unreachable ||
  isProblem(error, 'in_progress') ||
  (error instanceof Problem && error.status >= 500 && error.code !== 'payment_unavailable')

/**
 * A command that is done once. Where no answer came it may have been done all the same: so it is sent again with the
 * same key, which gives the answer that was lost. `onDoubt` is called when that begins.
 * @throws Problem when it is refused, Unreachable when there was no answer to any try
 */
export async function command<Schema extends z.ZodMiniType>(
  schema: Schema,
  path: string,
  asked: Omit<Asked, 'idempotencyKey'> & { onDoubt?: () => void } = {},
): Promise<z.infer<Schema>> {
  const { onDoubt, ...rest } = asked
  const idempotencyKey = newKey()
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask(schema, path, { method: 'POST', ...rest, idempotencyKey })
    } catch (error) {
      if (!isInDoubt(error) || tries >= triesMax) throw error
      onDoubt?.()
    }
    await online()
    const delayMs = Math.min(delayMaxMs, firstDelayMs * 2 ** (tries - 1)) * (0.5 + Math.random() / 2)
    await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
}
