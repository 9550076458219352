import { paddleNumber } from '@gavel/event-contracts'
import {
  actorOf,
  authenticate,
  correlationOf,
  Problem,
  parseInput,
  route,
  type TokenVerifier,
} from '@gavel/service-kit'
import express from 'express'
import { z } from 'zod'
import { only } from '../http/only.ts'
import type { BlockLists } from './blockLists.ts'
import type { MemberHouse } from './memberHouse.ts'
import { memberProblem } from './problems.ts'
import { block, type ListVerdict, unblock, unwatch, watch } from './rules/lists.ts'
import type { MemberLists } from './rules/member.ts'

export type MemberRoutesOptions = {
  members: Pick<MemberHouse, 'execute'>
  blockLists: Pick<BlockLists, 'forget' | 'settled'>
  verifier: TokenVerifier
  /** The auction's id for a UUID or a lot number as written in a path; undefined when there is no such lot. */
  lotExists: (reference: string) => Promise<string | undefined>
}

/** The `/v1` commands on what a member keeps for himself. PUT and DELETE may be sent again: they say how it shall be. */
export function memberRoutes(options: MemberRoutesOptions): express.Router {
  const { members, blockLists, verifier, lotExists } = options
  const router = express.Router()
  const signedIn = authenticate(verifier)

  router
    .route('/v1/auctions/:id/watch')
    .put(signedIn, watching(true))
    .delete(signedIn, watching(false))
    .all(only('PUT', 'DELETE'))

  router
    .route('/v1/me/blocks/:paddleNumber')
    .put(signedIn, blocking(true))
    .delete(signedIn, blocking(false))
    .all(only('PUT', 'DELETE'))

  // query-api's: the entry sends whatever is not a read here.
  router.all('/v1/me/blocks', only('GET', 'HEAD'))

  return router

  function watching(wanted: boolean): express.RequestHandler {
    return route(async (req, res) => {
      const { id } = req.params
      const auctionId = typeof id === 'string' ? await lotExists(id) : undefined
      if (auctionId === undefined) throw new Problem('not_found', { detail: 'There is no such lot.' })
      await carryOut(req, (lists) => (wanted ? watch(lists, auctionId) : unwatch(lists, auctionId)))
      res.json({ auctionId, watching: wanted })
    })
  }

  function blocking(wanted: boolean): express.RequestHandler {
    return route(async (req, res) => {
      const { id: userId, paddleNumber: own } = actorOf(req)
      const { paddleNumber: paddle } = parseInput(blockPath, req.params)
      await carryOut(req, (lists) => (wanted ? block(lists, paddle, own) : unblock(lists, paddle)))
      blockLists.forget(userId)
      // Also when nothing changed: the same may have been committed just now by a request that is still waiting here.
      await blockLists.settled()
      res.json({ paddleNumber: paddle, blocked: wanted })
    })
  }

  async function carryOut(req: express.Request, rule: (lists: MemberLists) => ListVerdict): Promise<void> {
    const userId = actorOf(req).id
    const outcome = await members.execute(userId, rule, { actor: `user:${userId}`, ...correlationOf(req) })
    switch (outcome.kind) {
      case 'done':
        return
      case 'refused':
        throw memberProblem.refused(outcome.refusal)
      case 'retry_later':
        throw memberProblem.retryLater(outcome.retryAfterMs)
      case 'outcome_unknown':
        throw memberProblem.outcomeUnknown()
      default:
        outcome satisfies never
    }
  }
}

const blockPath = z.object({
  paddleNumber: z
    .string()
    .regex(/^[1-9][0-9]{0,9}$/, { message: 'must be a paddle number' })
    .transform(Number)
    .pipe(paddleNumber),
})
