import type { KindCheck } from './checkKind.ts'
import type { StreamName } from './checkLine.ts'
import { type CheckedKind, checkedKinds } from './kinds.ts'

export type InTurn = {
  /** Before each message of a stream: ends the stream before it, when this is another. */
  begin(stream: StreamName): Promise<void>
  /** After the last message of all. */
  end(): Promise<void>
}

/** Leads the checks of all kinds through streams that come one after the other. */
export function inTurn(checkOf: (kind: CheckedKind) => KindCheck): InTurn {
  let inHand: StreamName | undefined

  const endStream = async (): Promise<void> => {
    if (inHand !== undefined) await checkOf(inHand.kind).end()
    inHand = undefined
  }

  return {
    async begin({ kind, id }) {
      if (inHand?.kind === kind && inHand.id === id) return
      await endStream()
      inHand = { kind, id }
      await checkOf(kind).begin(id)
    },
    async end() {
      await endStream()
      for (const kind of checkedKinds) await checkOf(kind).endOfHouse()
    },
  }
}
