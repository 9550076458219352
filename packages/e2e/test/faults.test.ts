import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startBidStream } from '../src/bidStream.ts'
import { type Gavel, startGavel } from '../src/gavel.ts'
import { checkInvariants } from '../src/invariants.ts'
import { bidsIn, readLog } from '../src/log.ts'
import { listLot, readLot } from '../src/lots.ts'
import { watchLot } from '../src/lotWatcher.ts'
import { until } from '../src/until.ts'
import { watchVersions } from '../src/versionWatch.ts'

const services = ['command-api', 'query-api', 'projector', 'scheduler', 'web'] as const

/** Without these two nobody can bid. */
const carriesBids = (name: (typeof services)[number]): boolean => name === 'command-api' || name === 'web'

const shortLotMs = 1_500

describe('a service killed in the middle of a stream of bids', () => {
  let gavel: Gavel
  beforeAll(async () => {
    gavel = await startGavel('faults')
  }, 120_000)
  afterAll(() => gavel?.stop(), 60_000)

  it.each(services)(
    '%s: no acknowledged bid is lost or doubled, the views catch up',
    async (name) => {
      const service = gavel.service(name)
      const lot = await listLot(gavel)
      const versions = watchVersions(gavel)
      const watcher = watchLot(gavel, lot.id)
      await watcher.connected
      const stream = startBidStream(gavel, lot)
      const untilMoreBids = (count: number) => {
        const goal = stream.acknowledged() + count
        return until(`${goal} bids are acknowledged`, () => expect(stream.acknowledged()).toBeGreaterThanOrEqual(goal))
      }

      await untilMoreBids(50)
      // It ends while the service is away, and must be closed all the same, once.
      const shortLot = await listLot(gavel, { endsInMs: shortLotMs })
      const shortLotEndsAtMs = Date.now() + shortLotMs
      await service.kill('SIGKILL')
      if (!carriesBids(name)) await untilMoreBids(50)
      await until('the short lot has ended', () => expect(Date.now()).toBeGreaterThan(shortLotEndsAtMs))
      await service.start()
      await untilMoreBids(100)
      const results = await stream.stop()

      await checkInvariants(gavel, lot, results)
      await until('the short lot is closed', async () => {
        expect(await readLot(gavel.webUrl, shortLot.id)).toMatchObject({ status: 'completed', outcome: 'no_bids' })
      })
      await checkInvariants(gavel, shortLot, [])
      const logged = bidsIn(await readLog(gavel, lot.id)).map(({ bidId }) => bidId)
      await until('the watcher is up to date', () => {
        const { lot: seen, bidIds, snapshots } = watcher.seen()
        expect(seen).toMatchObject({ bidCount: logged.length })
        // After an absence of more than 500 bids the stream begins anew with the newest ones.
        expect(bidIds).toEqual(snapshots === 0 ? logged.toReversed() : logged.slice(-bidIds.length).toReversed())
      })
      await watcher.close()
      expect(await versions.stop()).toEqual([])
    },
    150_000,
  )
})
