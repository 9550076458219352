import { actorOf } from '@gavel/service-kit'
import type express from 'express'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { isOver, limitHeaders, nearest, tooMany } from './headers.ts'
import type { LimitSetting } from './limitSetting.ts'
import { createRateLimit, type RateLimit } from './rateLimit.ts'

export type AccountLimitSettings = {
  /** Of a client's address. */
  signUp: LimitSetting
  /** Failures of a client's address with one e-mail address, or of a member with his own password. */
  signIn: LimitSetting
  /** All attempts of a client's address. */
  signInAddress: LimitSetting
}

/** Each answers 429 with Retry-After when it is too much, before anything is looked at or hashed. */
export type AccountLimits = {
  signUp: express.RequestHandler
  signIn: express.RequestHandler
  /** Whoever knows the password may forget how often he has mistyped it. */
  signedIn(req: express.Request): Promise<void>
  /** Stands behind `authenticate`. */
  password: express.RequestHandler
}

const named = z.object({ email: z.string().max(1_000) })

/** Whose sign-in it is, before the body has been looked at closely. */
function pairOf(req: express.Request): string {
  const body = named.safeParse(req.body)
  return `${addressOf(req)} ${body.success ? body.data.email.trim().toLowerCase() : ''}`
}

/** What the outermost of our proxies has seen (express `trust proxy`): nobody chooses his own. */
const addressOf = ({ ip = '' }: express.Request): string => ip

export function createAccountLimits(redis: Redis, settings: AccountLimitSettings): AccountLimits {
  const signUp = createRateLimit(redis, 'sign-up', settings.signUp)
  const signIn = createRateLimit(redis, 'sign-in', settings.signIn)
  const signInAddress = createRateLimit(redis, 'sign-in-address', settings.signInAddress)
  const password = createRateLimit(redis, 'password', settings.signIn)

  return {
    signUp: limited((req) => [[signUp, addressOf(req)]]),
    signIn: limited((req) => [
      [signIn, pairOf(req)],
      [signInAddress, addressOf(req)],
    ]),
    signedIn: async (req) => signIn?.forget(pairOf(req)),
    password: limited((req) => [[password, actorOf(req).id]]),
  }
}

type Counted = readonly [RateLimit | undefined, string]

const limited = (counted: (req: express.Request) => readonly Counted[]): express.RequestHandler => {
  const count = async ([limit, key]: Counted) => (limit === undefined ? [] : [await limit.use(key)])
  return async (req, res, next) => {
    const standings = (await Promise.all(counted(req).map(count))).flat()
    const standing = nearest(standings)
    if (standing !== undefined) {
      if (isOver(standing)) throw tooMany(standing)
      res.set(limitHeaders(standing))
    }
    next()
  }
}
