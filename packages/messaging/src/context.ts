import type { Admin } from 'kafkajs'
import type { ClientOptions } from './client.ts'
import type { Names } from './names.ts'
import type { MessagingObserver } from './observer.ts'
import type { MessagingTracer } from './tracer.ts'

/** What every part of one Messaging works with. */
export type Context = {
  client: ClientOptions
  names: Names
  observer: MessagingObserver
  tracer: MessagingTracer | undefined
  /** The one connection for questions about topics, offsets and groups. */
  admin(): Promise<Admin>
}
