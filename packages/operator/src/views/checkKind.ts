import type { Finding } from './checkLine.ts'
import { differences } from './differences.ts'
import type { CheckedKind } from './kinds.ts'
import type { Stored, StoredAt } from './stored.ts'

export type KindCheck = {
  /** Before the first event of a stream. */
  begin(id: string): Promise<void>
  /** As it is after its next event; `at` is asked for only when this is the version that is stored. */
  folded(version: number, at: () => StoredAt): void
  /** Something else differs, as of `version`. */
  find(version: number | null, what: string): void
  /** Its log can not be folded; what follows of it is not compared. */
  broken(what: string): void
  /** After the last event; `more` has the newest version in the log, and is left out when the log is broken. */
  end(more?: (head: number) => Promise<void>): Promise<void>
  /** After the last stream of the kind, if they came all, and in the order of their ids. */
  endOfHouse(): Promise<void>
}

export type CheckOptions = {
  /** Whose tables. */
  name: string
  /** Not only some that were named: what is stored besides is too much. */
  isWholeHouse: boolean
  tell(finding: Finding): Promise<void>
}

type Checked = { id: string; stored: StoredAt | undefined; head: number; isBroken: boolean }

/** Of one stream no more than this is told: the first few say what is wrong. */
const findingsMax = 20
const extrasPageSize = 500
const beforeAllIds = '00000000-0000-0000-0000-000000000000'

/**
 * Holds what a store has of one kind against what is folded from the log, one after the other. What is stored at some
 * version is compared with the fold at that version, so events that come meanwhile do no harm.
 */
export function checkKind(kind: CheckedKind, store: Stored, { name, isWholeHouse, tell }: CheckOptions): KindCheck {
  let inHand: Checked | undefined
  let findings: { version: number | null; what: string }[] = []
  let lastId = beforeAllIds

  const tooMuch = `the ${kind} is stored, and not in the log`
  const find = (version: number | null, what: string): void => {
    if (findings.length < findingsMax) findings.push({ version, what })
  }

  function current(): Checked {
    if (inHand === undefined) throw new Error(`there is no ${kind} in hand`)
    return inHand
  }

  /** What is stored between two streams of the log is in no log. */
  async function tellExtras(before: string | null): Promise<void> {
    if (!isWholeHouse) return
    for (let after = lastId; ; ) {
      const ids = await store.idsBetween(after, before, extrasPageSize)
      for (const id of ids) await tell({ store: name, kind, id, number: null, head: 0, version: null, what: tooMuch })
      const last = ids.at(-1)
      if (last === undefined || ids.length < extrasPageSize) return
      after = last
    }
  }

  function compareVersions({ stored, head }: Checked): void {
    if (stored === undefined) {
      if (head > 0) find(1, `the ${kind} is not stored`)
    } else if (head === 0) find(null, tooMuch)
    else if (stored.version < head) {
      find(stored.version + 1, `the ${kind} is stored at version ${stored.version} of ${head}`)
    } else if (stored.version > head) {
      find(null, `the ${kind} is stored at version ${stored.version}, and the log ends with ${head}`)
    }
  }

  return {
    async begin(id) {
      await tellExtras(id)
      lastId = id
      findings = []
      inHand = { id, stored: await store.at(id), head: 0, isBroken: false }
    },
    folded(version, at) {
      const { stored } = current()
      current().head = version
      if (stored?.version !== version) return
      for (const line of differences(stored.state, at().state)) find(version, line)
    },
    find,
    broken(what) {
      current().isBroken = true
      find(null, what)
    },
    async end(more) {
      const checked = current()
      inHand = undefined
      const { id, stored, head, isBroken } = checked
      if (!isBroken) {
        compareVersions(checked)
        await more?.(head)
        for (const line of (await store.inside?.(id)) ?? []) find(null, line)
      }
      for (const { version, what } of findings) {
        await tell({ store: name, kind, id, number: stored?.number ?? null, head, version, what })
      }
    },
    endOfHouse: () => tellExtras(null),
  }
}
