import { parseArgs } from 'node:util'
import { z } from 'zod'

export const usage = 'pnpm bench bids|orders|search [--seconds 10] [--rounds 3] [--connections 64,8]'

const whole = (most: number) => z.coerce.number().int().min(1).max(most)

const settings = z.object({
  seconds: whole(600),
  rounds: whole(100),
  connections: z
    .string()
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(z.int().min(1).max(1_000)).min(1)),
})
export type Settings = z.output<typeof settings>

/** @throws Error that says which option is wrong. */
export function readSettings(argv: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '64,8' },
    },
  })
  const parsed = settings.safeParse(values)
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  return parsed.data
}
