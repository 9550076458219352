import { type Actor, actorOf, authenticate, Problem, route, type TokenVerifier } from '@gavel/service-kit'
import type express from 'express'
import { sendReply } from '../idempotency/reply.ts'
import type { LotRegister } from './lotRegister.ts'
import type { LotCommand, Perform } from './perform.ts'
import { problemDialect } from './problems.ts'

export type CommandRoutesOptions = { perform: Perform; register: LotRegister; verifier: TokenVerifier }

/**
 * What the body asks for, read and found well-formed; a problem is thrown before anything is done. Gives what makes the
 * command, which is not called when the request's Idempotency-Key has its answer already.
 */
export type Prepare<Answer> = (
  req: express.Request,
  actor: Actor,
) => Promise<() => LotCommand<Answer> | Promise<LotCommand<Answer>>>

/** What all the `/v1` commands on lots have in common: whoever is signed in, his key, the words of refusals. */
export function commandRoutes({ perform, register, verifier }: CommandRoutesOptions) {
  const signedIn = authenticate(verifier)
  return {
    command<Answer>(prepare: Prepare<Answer>): express.RequestHandler[] {
      const run = route(async (req, res) => {
        const actor = actorOf(req)
        const translate = await prepare(req, actor)
        sendReply(res, await perform(req, `user:${actor.id}`, problemDialect, async () => translate()))
      })
      return [signedIn, run]
    },

    /** The stream of the lot that the path names. */
    async lotOf(req: express.Request): Promise<string> {
      const { id } = req.params
      const auctionId = typeof id === 'string' ? await register.resolve(id) : undefined
      if (auctionId === undefined) throw new Problem('not_found', { detail: 'There is no such lot.' })
      return auctionId
    },
  }
}

export type CommandRoutes = ReturnType<typeof commandRoutes>
