import type { Actor } from '../token/actor.ts'

export type Correlation = { correlationId: string; traceparent: string }

// What this kit keeps on a request. Plain properties: a WeakMap or a closure for each request costs more than the rest
// of the middleware together. Read them by correlationOf, actorOf and optionalActorOf.
declare global {
  // biome-ignore lint/style/noNamespace: the types of express can be extended in no other way
  namespace Express {
    interface Request {
      gavelCorrelation?: Correlation
      gavelActor?: Actor
      gavelStartedAtMs?: number
    }
  }
}
