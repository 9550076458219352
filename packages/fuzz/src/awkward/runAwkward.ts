import type { Furniture } from '../furnish.ts'
import type { Trial } from './trial.ts'
import { trialsOn } from './trials.ts'
import { type Answered, sendWire } from './wire.ts'

const atOnce = 8

/**
 * Sends what a schema can not say and a client's library would not send. Gives the count of requests, and what was
 * found: a fault of ours (5xx), no answer, an answer that is not ours, or text taken that can not be kept.
 */
export async function runAwkward(options: {
  webUrl: string
  there: Furniture
  token: string | undefined
  signal: AbortSignal
}): Promise<{ sent: number; found: readonly string[] }> {
  const { there, token, signal } = options
  const url = new URL(options.webUrl)
  const trials = trialsOn(there, token)
  const found: string[] = []
  let sent = 0
  const sendInTurn = async (): Promise<void> => {
    for (const trial of trials) {
      signal.throwIfAborted()
      sent += 1
      const fault = await sendWire(url, trial.wire).then(
        (answered) => faultOf(trial, answered),
        (error: unknown) => String(error),
      )
      if (fault !== undefined) found.push(`${trial.what}: ${fault}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, sendInTurn))
  return { sent, found }
}

export function faultOf({ mayPass, isHttp }: Trial, answered: Answered | undefined): string | undefined {
  if (answered === undefined) return isHttp ? 'the connection was closed without an answer' : undefined
  const { status, head, body } = answered
  if (status >= 500) return `${status} ${body.slice(0, 300)}`
  if (/^x-injected/im.test(head)) return 'a header of ours was written by the client'
  if (status < 300 && !mayPass) return `${status}, where it should be refused`
  if (status >= 400 && body !== '' && !/^content-type: application\/(problem\+)?json/im.test(head)) {
    return `${status} in words that are not ours: ${body.slice(0, 100)}`
  }
  return undefined
}
