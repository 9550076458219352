import { handlerBackoff } from '../backoff.ts'
import type { Context } from '../context.ts'
import { maxAttemptsDefault, maxBatchDefault } from '../limits.ts'
import { MessagesRefused } from '../messagesRefused.ts'
import type { ConsumeOptions, FollowOptions } from '../types.ts'
import { attempt } from './attempt.ts'
import { combine } from './combine.ts'
import type { Membership } from './membership.ts'
import type { Stage } from './processChunk.ts'
import type { Refusal } from './refusal.ts'

type StageOptions<T> = {
  context: Context
  membership: Membership
  group: string
  handler: ConsumeOptions<T> | FollowOptions<T>
  refuse(refusals: readonly Refusal[]): Promise<void>
}

/** Handling and putting aside, each with its tries; whatever fails while putting aside counts as transient. */
export function createStage<T>({ context, membership, group, handler, refuse }: StageOptions<T>) {
  const logger = context.client.logger
  // The rest of its batch is handled: to try that again would put nothing right.
  const isTransient = (error: unknown) => !(error instanceof MessagesRefused) && handler.isTransient(error)
  const handleTogether = combine(handler.handle, handler.maxBatch ?? maxBatchDefault)
  return (topic: string): Stage<T> => {
    const tryOut = (what: string, work: () => Promise<void>, mayPass: (error: unknown) => boolean) =>
      attempt(work, {
        isTransient: mayPass,
        maxAttempts: handler.maxAttempts ?? maxAttemptsDefault,
        backoff: handlerBackoff,
        signal: membership.signal(),
        onRetry(attempts, error, delayMs) {
          logger.warn({ err: error, group, topic, attempt: attempts, delayMs }, `could not ${what}, trying again`)
          context.observer.retried?.({ group, topic: context.names.short(topic), attempt: attempts })
        },
      })
    return {
      handle: (values) => tryOut('handle a batch', () => handleTogether(values), isTransient),
      refuse: (refusals) =>
        tryOut(
          'put messages aside',
          () => refuse(refusals),
          () => true,
        ),
      interrupted: () => membership.interrupted(),
    }
  }
}
