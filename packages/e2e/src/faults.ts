import type { ServiceName } from '@gavel/launcher'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startBidStream } from './bidStream.ts'
import { type Gavel, startGavel } from './gavel.ts'
import { checkInvariants } from './invariants.ts'
import { bidsIn, readLog } from './log.ts'
import { listLot, readLot } from './lots.ts'
import { watchLot } from './lotWatcher.ts'
import { until } from './until.ts'
import { watchVersions } from './versionWatch.ts'

const shortLotMs = 1_500

/**
 * Each of the services killed in the middle of a stream of bids, and started again. Of several instances the last one
 * is killed, and the others must carry on: `withoutBids` names those whose absence stops the bidding.
 */
export function faultScenarios(options: {
  instances: number
  killed: readonly ServiceName[]
  withoutBids: readonly ServiceName[]
}): void {
  const { instances, killed, withoutBids } = options

  describe(`one of ${instances} killed in the middle of a stream of bids`, () => {
    let gavel: Gavel
    beforeAll(async () => {
      gavel = await startGavel(`faults-with-${instances}`, { instances })
    }, 180_000)
    afterAll(() => gavel?.stop(), 60_000)

    it.each(killed)(
      '%s: no acknowledged bid is lost or doubled, the views catch up',
      async (name) => {
        const service = gavel.service(name, name === 'web' ? 1 : instances)
        const lot = await listLot(gavel)
        const versions = watchVersions(gavel)
        const watcher = watchLot(gavel, lot.id)
        await watcher.connected
        const stream = startBidStream(gavel, lot)
        const untilMoreBids = (count: number) => {
          const goal = stream.acknowledged() + count
          return until(`${goal} bids are acknowledged`, () =>
            expect(stream.acknowledged()).toBeGreaterThanOrEqual(goal),
          )
        }

        await untilMoreBids(50)
        // It ends while the service is away, and must be closed all the same, once.
        const shortLot = await listLot(gavel, { endsInMs: shortLotMs })
        const shortLotEndsAtMs = Date.now() + shortLotMs
        await service.kill('SIGKILL')
        if (!withoutBids.includes(name)) await untilMoreBids(50)
        await until('the short lot has ended', () => expect(Date.now()).toBeGreaterThan(shortLotEndsAtMs))
        await service.start()
        await untilMoreBids(100)
        const results = await stream.stop()

        await checkInvariants(gavel, lot, results)
        await until('the short lot is closed', async () => {
          expect(await readLot(gavel.webUrl, shortLot.id)).toMatchObject({ status: 'completed', outcome: 'no_bids' })
        })
        await checkInvariants(gavel, shortLot, [])
        const bids = bidsIn(await readLog(gavel, lot.id))
        expect(bids).toContainEqual(expect.objectContaining({ auto: true }))
        const logged = bids.map(({ bidId }) => bidId)
        const retracted = new Set(bids.filter((bid) => bid.retracted).map(({ bidId }) => bidId))
        expect(retracted.size).toBeGreaterThan(0)
        await until('the watcher is up to date', () => {
          const { lot: seen, bidIds, snapshots, retractedIds } = watcher.seen()
          expect(seen).toMatchObject({ bidCount: logged.length })
          // After a retraction, or an absence of more than 500 bids, the stream begins anew with the newest ones.
          expect(bidIds).toEqual(snapshots === 0 ? logged.toReversed() : logged.slice(-bidIds.length).toReversed())
          expect(retractedIds).toEqual(bidIds.filter((id) => retracted.has(id)))
        })
        await watcher.close()
        expect(await versions.stop()).toEqual([])
      },
      150_000,
    )
  })
}
