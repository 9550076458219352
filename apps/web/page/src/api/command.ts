import type * as z from 'zod/mini'
import { newKey } from './newKey.ts'
import { isProblem, Unreachable } from './problem.ts'
import { type Asked, ask } from './request.ts'

const triesMax = 6
const firstDelayMs = 400
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
      // In progress: the first try is still being worked on.
      const isInDoubt = error instanceof Unreachable || isProblem(error, 'in_progress')
      if (!isInDoubt || tries >= triesMax) throw error
      onDoubt?.()
    }
    await online()
    const delayMs = firstDelayMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2)
    await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
}
