import { parseArgs } from 'node:util'
import { z } from 'zod'
import { people } from './people.ts'

export const usage =
  'pnpm fuzz [--seed <number>] [--max-examples 50] [--instances 1] [--as nobody,bidder,seller,administrator]'

const settings = z.object({
  /** The same seed makes the same requests, of the same version of schemathesis. */
  seed: z.coerce.number().int().min(0).max(2_147_483_647),
  /** Of each route and person, in each phase that makes up requests. */
  maxExamples: z.coerce.number().int().min(1).max(100_000),
  /** Of each service but web. */
  instances: z.coerce.number().int().min(1).max(4),
  as: z
    .string()
    .transform((names) => names.split(','))
    .pipe(z.array(z.enum(['nobody', 'bidder', 'seller', 'administrator'] satisfies (keyof typeof people)[])).min(1)),
})
export type Settings = z.output<typeof settings>

/** @throws Error that says which option is wrong. */
export function readSettings(argv: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      'max-examples': { type: 'string', default: '50' },
      instances: { type: 'string', default: '1' },
      as: { type: 'string', default: Object.keys(people).join(',') },
    },
  })
  const parsed = settings.safeParse({ ...values, maxExamples: values['max-examples'] })
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  return parsed.data
}
