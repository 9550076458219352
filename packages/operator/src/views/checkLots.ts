import type { BidView } from '@gavel/event-contracts'
import { type BidCheck, checkBids } from './checkBids.ts'
import type { Finding } from './checkLine.ts'
import { differences } from './differences.ts'
import type { LotAt, StoredLots } from './storedLots.ts'

export type LotCheck = {
  /** Before the first event of a lot. */
  begin(auctionId: string): Promise<void>
  /** The lot after its next event; `at` is asked for only when this is the version that is stored. */
  folded(version: number, at: () => LotAt): void
  foldedBid(bid: BidView): Promise<void>
  retracted(bidId: string, version: number): void
  /** Something else is wrong with the lot; what follows of it is not compared. */
  broken(what: string): void
  /** After the last event. */
  end(): Promise<void>
  /** After the last lot of the whole house, which came in the order of their ids. */
  endOfHouse(): Promise<void>
}

type Checked = { id: string; stored: LotAt | undefined; head: number; bids: BidCheck; isBroken: boolean }

/** Of one lot no more than this is told: the first few say what is wrong. */
const findingsMax = 20
const extrasPageSize = 500
const beforeAllIds = '00000000-0000-0000-0000-000000000000'

/**
 * Holds the lots of a store against those that are folded from the log, one after the other. A lot that is stored at
 * some version is compared with the fold at that version, so bids that come meanwhile do no harm.
 */
export function checkLots(
  store: StoredLots,
  { name, isWholeHouse, tell }: { name: string; isWholeHouse: boolean; tell(finding: Finding): Promise<void> },
): LotCheck {
  let lot: Checked | undefined
  let findings: { version: number | null; what: string }[] = []
  let lastId = beforeAllIds

  const find = (version: number | null, what: string): void => {
    if (findings.length < findingsMax) findings.push({ version, what })
  }

  function current(): Checked {
    if (lot === undefined) throw new Error('there is no lot in hand')
    return lot
  }

  /** What is stored between two lots of the log is in no log. */
  async function tellExtras(before: string | null): Promise<void> {
    if (!isWholeHouse) return
    for (let after = lastId; ; ) {
      const ids = await store.idsBetween(after, before, extrasPageSize)
      for (const auctionId of ids) {
        const what = 'the lot is stored, and not in the log'
        await tell({ store: name, auctionId, lotNumber: null, head: 0, version: null, what })
      }
      const last = ids.at(-1)
      if (last === undefined || ids.length < extrasPageSize) return
      after = last
    }
  }

  function compareVersions({ stored, head }: Checked): void {
    if (stored === undefined) find(1, 'the lot is not stored')
    else if (stored.version < head)
      find(stored.version + 1, `the lot is stored at version ${stored.version} of ${head}`)
    else if (stored.version > head) {
      find(null, `the lot is stored at version ${stored.version}, and the log ends with ${head}`)
    }
  }

  return {
    async begin(id) {
      await tellExtras(id)
      lastId = id
      findings = []
      lot = { id, stored: await store.lot(id), head: 0, bids: checkBids(store, id, find), isBroken: false }
    },
    folded(version, at) {
      const { stored } = current()
      current().head = version
      if (stored?.version !== version) return
      for (const line of differences(stored.state, at().state)) find(version, line)
    },
    foldedBid: (bid) => current().bids.folded(bid),
    retracted: (bidId, version) => current().bids.retracted(bidId, version),
    broken(what) {
      current().isBroken = true
      find(null, what)
    },
    async end() {
      const checked = current()
      lot = undefined
      const { id, stored, head, bids, isBroken } = checked
      if (!isBroken) {
        compareVersions(checked)
        await bids.end(head)
      }
      for (const { version, what } of findings) {
        await tell({ store: name, auctionId: id, lotNumber: stored?.lotNumber ?? null, head, version, what })
      }
    },
    endOfHouse: () => tellExtras(null),
  }
}
