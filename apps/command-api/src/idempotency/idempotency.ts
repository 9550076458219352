import { createHash, randomUUID } from 'node:crypto'
import type { Claim, EventStore, StoredClaim } from '@gavel/event-store'
import { Problem } from '@gavel/service-kit'
import type express from 'express'
import { type KeptReply, keptReply, type Reply } from './reply.ts'
import type { ReplyCache } from './replyCache.ts'

/** Takes the key together with the facts of the command it belongs to. */
export type KeyClaim = (reply: Reply) => Claim

/**
 * `refused`: nothing was done, for good. `unkept`, and what is thrown: this may pass, so the same key may be tried again.
 */
export type WorkDone =
  | { kind: 'done' | 'refused' | 'unkept'; reply: Reply }
  | { kind: 'claim_taken'; claim: StoredClaim }

/** Runs a command under a key, or under none. */
export type KeyedWork = (claim: KeyClaim | undefined) => Promise<WorkDone>

export type KeyOptions = {
  /** Where the key does not come in the header. Undefined: this request has none. */
  key: string | undefined
  /** What makes two requests the same; their bodies when left out. */
  request?: unknown
  /** How an answer that was given before is given again; as it was, when left out. */
  replayed?: (reply: Reply) => Reply
}

export type Idempotency = {
  /** Under the key of the header Idempotency-Key, unless `options` say which. @throws Problem invalid_input, idempotency_key_reused or in_progress, and whatever `work` throws. */
  run(req: express.Request, actor: string, work: KeyedWork, options?: KeyOptions): Promise<Reply>
}

/** 1 to 255 visible ASCII characters. */
export const keyPattern = /^[\x21-\x7e]{1,255}$/

/** The kind of claim that an idempotency key is: its name starts with it, and by it such claims expire. */
export const idempotencyKind = 'idempotency'

/**
 * One effect for each Idempotency-Key of an actor. Redis answers first and knows what is in progress; the last word has
 * the claim that is appended with the command's events, so a killed process or a lost Redis changes nothing.
 */
export function createIdempotency(options: { store: EventStore; cache: ReplyCache }): Idempotency {
  const { store, cache } = options

  async function runKeyed(
    name: string,
    fingerprint: string,
    owner: string,
    work: KeyedWork,
    replay: (kept: KeptReply) => Reply,
  ): Promise<Reply> {
    const done = await work((reply) => ({ name, data: { fingerprint, reply } satisfies KeptReply }))
    const kept = done.kind === 'claim_taken' ? keptReply.parse(done.claim.data) : await forgotten(name, done)
    if (kept !== undefined) {
      await cache.keep(name, kept)
      return replay(kept)
    }
    if (done.kind === 'claim_taken') throw new Error('a claim that was taken can be read')
    if (done.kind === 'done') await cache.keep(name, { fingerprint, reply: done.reply })
    else if (done.kind === 'refused') await cache.keepRefusal(name, { fingerprint, reply: done.reply }, owner)
    else await cache.release(name, fingerprint, owner)
    return done.reply
  }

  /** A refusal may have been kept while another request with the key was accepted, and Redis away as that was told. */
  async function lastWord(name: string, kept: KeptReply): Promise<KeptReply> {
    if (kept.reply.status < 400) return kept
    return (await forgotten(name, { kind: 'refused' }).catch(() => undefined)) ?? kept
  }

  /** What comes to nothing may mean that this very key has succeeded before, and Redis has forgotten it. */
  async function forgotten(name: string, done: { kind: WorkDone['kind'] | 'failed' }): Promise<KeptReply | undefined> {
    if (done.kind === 'done') return undefined
    const claim = await store.claim(name)
    return claim === undefined ? undefined : keptReply.parse(claim.data)
  }

  return {
    async run(req, actor, work, options) {
      const key = options === undefined ? keyOf(req) : options.key
      if (key === undefined) {
        const done = await work(undefined)
        if (done.kind === 'claim_taken') throw new Error(`${done.claim.name} was taken, yet is drawn only once`)
        return done.reply
      }
      const name = `${idempotencyKind}:${actor}:${key}`
      const fingerprint = fingerprintOf(req, options?.request ?? req.body)
      const replay = (kept: KeptReply): Reply => {
        const reply = givenBefore(kept, fingerprint)
        return options?.replayed?.(reply) ?? reply
      }
      const owner = randomUUID()
      const reservation = await cache.reserve(name, fingerprint, owner)
      if (reservation.kind === 'found') {
        const { entry } = reservation
        if (entry.state === 'done') return replay(await lastWord(name, entry.kept))
        if (entry.fingerprint !== fingerprint) throw new Problem('idempotency_key_reused')
        throw new Problem('in_progress', { headers: { 'Retry-After': '1' } })
      }
      try {
        return await runKeyed(name, fingerprint, owner, work, replay)
      } catch (error) {
        const kept = await forgotten(name, { kind: 'failed' }).catch(() => undefined)
        if (kept !== undefined) return replay(kept)
        await cache.release(name, fingerprint, owner)
        throw error
      }
    },
  }
}

function givenBefore(kept: KeptReply, fingerprint: string): Reply {
  if (kept.fingerprint !== fingerprint) throw new Problem('idempotency_key_reused')
  return { ...kept.reply, headers: { ...kept.reply.headers, 'Idempotency-Replayed': 'true' } }
}

/** The key that the header names. @throws Problem invalid_input */
export function keyOf(req: express.Request): string | undefined {
  const key = req.get('Idempotency-Key')
  if (key === undefined || keyPattern.test(key)) return key
  throw new Problem('invalid_input', {
    extra: { errors: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }] },
  })
}

function fingerprintOf(req: express.Request, request: unknown): string {
  return createHash('sha256')
    .update(`${req.method} ${req.path}\n${JSON.stringify(request ?? null)}`)
    .digest('base64url')
}
