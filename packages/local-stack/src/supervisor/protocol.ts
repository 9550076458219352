import { z } from 'zod'
import { serverAddresses, serverName } from '../settings/servers.ts'

const holder = z.object({ pid: z.number().int(), command: z.string() })
export type Holder = z.output<typeof holder>

/** What a client asks over the socket. A lease lasts until its connection closes. */
export const request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lease'), servers: z.array(serverName), holder }),
  z.object({ type: z.literal('keep') }),
  z.object({ type: z.literal('down') }),
  z.object({ type: z.literal('status') }),
])
export type Request = z.output<typeof request>

const serverStatus = z.object({
  name: serverName,
  origin: z.enum(['local', 'docker']),
  address: z.string(),
  pid: z.number().int(),
  ready: z.boolean(),
})
export type ServerStatus = z.output<typeof serverStatus>

/** What the supervisor says. */
export const reply = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), line: z.string() }),
  z.object({ type: z.literal('ready'), addresses: serverAddresses }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('kept') }),
  /** The lease is over: what answers at its addresses is not ours any more. */
  z.object({ type: z.literal('lost'), message: z.string() }),
  /** With no holders the stack stops now, and the connection closes when it has. */
  z.object({ type: z.literal('down'), holders: z.array(holder) }),
  z.object({
    type: z.literal('status'),
    pid: z.number().int(),
    kept: z.boolean(),
    holders: z.array(holder),
    servers: z.array(serverStatus),
  }),
])
export type Reply = z.output<typeof reply>
