import type { Settings } from '../settings/settings.ts'
import { type Reply, type Request, reply } from '../supervisor/protocol.ts'
import { readLines, writeLine } from '../system/jsonLines.ts'
import { dialSupervisor } from './dial.ts'

type Question = Exclude<Request['type'], 'lease'>
export type Answer = {
  reply: Reply
  /** Resolves when the supervisor has ended or hung up. */
  closed: Promise<void>
  hangUp(): void
}

const answerLimitMs = 10_000

/**
 * Asks the supervisor one thing; undefined when none runs.
 * @throws Error when it gives no answer in ten seconds
 */
export async function askSupervisor(settings: Settings, type: Question): Promise<Answer | undefined> {
  const socket = await dialSupervisor(settings)
  if (!socket) return undefined
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const answer = new Promise<Reply | undefined>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('The supervisor of the stack does not answer.')), answerLimitMs)
    void closed.then(() => resolve(undefined)).finally(() => clearTimeout(limit))
    readLines(socket, reply, (message) => {
      clearTimeout(limit)
      resolve(message)
    })
  })
  writeLine(socket, { type } satisfies Request)
  try {
    const first = await answer
    return first && { reply: first, closed, hangUp: () => socket.destroy() }
  } catch (error) {
    socket.destroy()
    throw error
  }
}
