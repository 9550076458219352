import { parseArgs } from 'node:util'
import { z } from 'zod'

export const usage = [
  'pnpm bench bids|orders|search [--seconds 10] [--rounds 3] [--connections 64,8]',
  'pnpm bench live [--seconds 10] [--viewers 1000,4000,10000]',
].join('\n')

const whole = (most: number) => z.coerce.number().int().min(1).max(most)

const numbers = (most: number) =>
  z
    .string()
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(z.int().min(1).max(most)).min(1))

const settings = z.object({ seconds: whole(600), rounds: whole(100), connections: numbers(1_000) })
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
  return checked(settings, values)
}

const liveSettings = z.object({ seconds: whole(600), viewers: numbers(15_000) })
export type LiveSettings = z.output<typeof liveSettings>

/** @throws Error that says which option is wrong. */
export function readLiveSettings(argv: readonly string[]): LiveSettings {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seconds: { type: 'string', default: '10' },
      viewers: { type: 'string', default: '1000,4000,10000' },
    },
  })
  return checked(liveSettings, values)
}

function checked<Settings>(schema: z.ZodType<Settings>, values: unknown): Settings {
  const parsed = schema.safeParse(values)
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  return parsed.data
}
