import { z } from 'zod'
import { jwksText, signingKeyText } from './jwks.ts'

const items = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const wholeNumber = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message)
}

const urlOf = (protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    )

const httpUrl = urlOf(['http:', 'https:'])

const namedUrls = z
  .string()
  .transform((text) => items(text).map((item) => item.split(/=(.*)/s, 2)))
  .pipe(z.array(z.tuple([z.string().min(1), httpUrl]), 'must be a comma list of name=url'))
  .transform((pairs) => pairs.map(([name, url]) => ({ name, url })))

/** Marks a variable as secret: production refuses the value that `.env.dev` has, since everybody knows it. */
const secret = <S extends z.ZodType>(schema: S): S => schema.meta({ secret: true })

/** Zod pieces for the variables that services share: each takes the text of a variable. */
export const configFields = {
  /** 0 means: any free port. */
  port: wholeNumber(0, 65_535),
  wholeNumber,
  boolean: z
    .enum(['true', 'false', '1', '0'], 'must be true, false, 1 or 0')
    .transform((text) => text === 'true' || text === '1'),
  /** Any text, but not none. */
  text: z.string().min(1, 'must not be empty'),
  /** Any text, none included: prefixes. */
  optionalText: z.string().default(''),
  url: httpUrl,
  /** A URL, or none: also when the variable is there and empty. */
  optionalUrl: z
    .literal('')
    .transform(() => undefined)
    .or(httpUrl)
    .optional(),
  /** From 0 to 1. */
  ratio: z
    .string()
    .regex(/^(0|1|[01]?\.\d{1,9})$/, 'must be a number from 0 to 1')
    .transform(Number)
    .refine((value) => value <= 1, 'must be a number from 0 to 1'),
  urlList: z.string().transform(items).pipe(z.array(httpUrl).min(1, 'must name at least one URL')),
  /** `name=url,name=url` */
  namedUrls,
  secret,
  databaseUrl: secret(urlOf(['postgres:', 'postgresql:'])),
  redisUrl: urlOf(['redis:', 'rediss:']),
  list: z.string().transform(items).pipe(z.array(z.string()).min(1, 'must name at least one item')),
  logLevel: z.enum(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'must be a level of pino, such as info',
  ),
  jwks: jwksText,
  signingKey: secret(signingKeyText),
  /** Declare it as GAVEL_ENV to learn which of the three environments was chosen. */
  environment: z.enum(['dev', 'test', 'prod']),
}
