import { ConfigError, configFields, configGroups } from '@gavel/service-kit'
import { z } from 'zod'
import { limitText } from './limits/limitSetting.ts'
import { paymentProviders } from './order/payment/configured.ts'

const { boolean, redisUrl, secret, signingKey, text, wholeNumber } = configFields

const daySec = 86_400

/** command-api's settings, each a variable of the environment. */
export const configSchema = z.object({
  ...configGroups.service,
  ...configGroups.http,
  ...configGroups.database,
  ...configGroups.kafka,
  ...configGroups.tokens,
  /** Connections of the write path; more than a few only wait for the same disk. */
  DATABASE_POOL_MAX: wholeNumber(4, 100),
  REDIS_URL: redisUrl,
  REDIS_PREFIX: text,
  CLASSIC_OPEN_BIDDING: boolean,
  /** How long a lot is open at the least and at the most. */
  LOT_LENGTH_MIN_SEC: wholeNumber(1, 30 * daySec),
  LOT_LENGTH_MAX_SEC: wholeNumber(1, 366 * daySec),
  /** The shortest time in which an offer after the end may be answered. */
  OFFER_LENGTH_MIN_SEC: wholeNumber(1, daySec),
  /** How long a buyer of the shop has to pay; then the stock is free again. */
  ORDER_PAYABLE_SEC: wholeNumber(1, 30 * daySec),
  /** `fake` approves what is paid with `fake_approve` and moves no money; production refuses it. */
  PAYMENT_PROVIDER: z.enum(paymentProviders),
  PAYMENT_TIMEOUT_MS: wholeNumber(100, 30_000).default(5_000),
  /** Signs tokens; its public half is in TOKEN_JWKS, as are those of keys that have signed what is still good. */
  TOKEN_SIGNING_KEY: signingKey,
  ACCESS_TOKEN_SEC: wholeNumber(1, daySec),
  /** How long somebody who does not come by stays signed in. */
  REFRESH_TOKEN_SEC: wholeNumber(1, 366 * daySec),
  /** For how long the refresh token before the newest is good once more, for clients that lost an answer; 0: never. */
  REFRESH_GRACE_SEC: wholeNumber(0, 60),
  /**
   * The cookie of a page's session is set and sent over TLS alone, as `__Secure-gavel_session`. False only where pages
   * come over plain HTTP, as in development.
   */
  SESSION_COOKIE_SECURE: boolean.default(true),
  /** The first administrator, made at the start; both or none. */
  ADMINISTRATOR_EMAIL: z.email().optional(),
  ADMINISTRATOR_PASSWORD: secret(z.string().min(8).max(128).optional()),
  /** `<count>/<seconds>` or `off`. Of a client's address. */
  SIGN_UP_LIMIT: limitText,
  /** Failures of a client's address with one e-mail address. */
  SIGN_IN_LIMIT: limitText,
  /** All attempts of a client's address. */
  SIGN_IN_ADDRESS_LIMIT: limitText,
  /** Of a bidder on one lot. */
  BID_LIMIT: limitText,
  /**
   * How many proxies stand between a client and this service: web, and what stands before it. The client's address is
   * what the outermost of them has seen, whatever the client says itself.
   */
  PROXIES: wholeNumber(0, 10).default(1),
})

/** What no variable can be told alone. @throws ConfigError */
export function checkSettings(config: z.output<typeof configSchema>): void {
  const {
    TOKEN_SIGNING_KEY: key,
    TOKEN_JWKS: jwks,
    ADMINISTRATOR_EMAIL: email,
    ADMINISTRATOR_PASSWORD: secret,
  } = config
  const problems: string[] = []
  if (config.GAVEL_ENV === 'prod' && config.PAYMENT_PROVIDER === 'fake') {
    problems.push('PAYMENT_PROVIDER: fake moves no money: not in production')
  }
  if (!jwks.keys.some(({ kid, x }) => kid === key.kid && x === key.x)) {
    problems.push('TOKEN_SIGNING_KEY: its public half, of the same kid, is not in TOKEN_JWKS')
  }
  if ((email === undefined) !== (secret === undefined)) {
    problems.push('ADMINISTRATOR_EMAIL, ADMINISTRATOR_PASSWORD: both, or none')
  }
  if (problems.length > 0) throw new ConfigError(problems)
}
