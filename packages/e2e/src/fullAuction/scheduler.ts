import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { type BidResult, bid } from '../bidding.ts'
import type { Gavel } from '../gavel.ts'
import { checkInvariants } from '../invariants.ts'
import { readLog } from '../log.ts'
import { type ListedLot, listLot, untilLot } from '../lots.ts'
import { until } from '../until.ts'
import { checkTopic, type World } from './world.ts'

const [ann, ben] = [661, 662]
const shortLots = 12

const timetable = `select count(*)::int as lots from scheduler.entries where kind = 'close' and stream_id = any($1)`
const timetableRow = z.object({ lots: z.int() })

export function schedulerScenarios(here: () => World): void {
  describe('the scheduler, killed while ends pass and started again', () => {
    it('opens and closes all that was due, in order and once, and keeps to an end that moved meanwhile', async () => {
      const { gavel, commands } = here()
      const schedulers = gavel.system.services.filter(({ name }) => name === 'scheduler')
      const softClose = { windowSec: 15, extendSec: 15 }
      const moved = await listLot(gavel, { endsInMs: 5_000, softClose })
      const unseen = await listLot(gavel, { opensInMs: 4_000, endsInMs: 5_500 })
      // Not in the order in which they were listed.
      const short: ListedLot[] = []
      for (let index = 0; index < shortLots; index += 1) {
        short.push(await listLot(gavel, { endsInMs: 4_000 + ((index * 7) % shortLots) * 100 }))
      }
      await untilOnTimetable(gavel, [moved, unseen, ...short])
      await Promise.all(schedulers.map((scheduler) => scheduler.kill('SIGKILL')))
      const results: BidResult[] = [
        await bid(gavel, moved, { paddleNumber: ann, amount: 200 }),
        await bid(gavel, moved, { paddleNumber: ben, amount: 300 }),
      ]
      const last = results.at(-1)
      const movedEndMs = Date.parse((last?.kind === 'acknowledged' && last.answer?.endsAt) || '')
      const allOverMs = Date.now() + 6_000
      await until('all the others are over', () => expect(Date.now()).toBeGreaterThan(allOverMs))
      // One after the other: two that begin at the same instant share the work, each in order.
      for (const scheduler of schedulers) await scheduler.start()
      const backAtMs = Date.now()

      for (const lot of [...short, unseen, moved]) await untilLot(gavel, lot, 'completed')
      const closed = (await readLog(gavel, moved.id)).find(({ type }) => type === 'auction.closed')
      expect(closed).toMatchObject({ data: { outcome: 'sold', price: 300 } })
      expect(closed?.occurredAtMs).toBeGreaterThanOrEqual(movedEndMs)
      expect(closed?.occurredAtMs).toBeLessThan(Math.max(movedEndMs, backAtMs) + 3_000)
      await checkInvariants(gavel, moved, results)
      for (const lot of [...short, unseen]) {
        expect((await readLog(gavel, lot.id)).map(({ type }) => type)).toEqual(quietLife)
        await checkTopic(here(), lot)
      }

      const shortIds = new Set(short.map(({ id }) => id))
      const sent = commands
        .messages()
        .filter(({ type, data }) => type === 'auction.close' && shortIds.has(data.auctionId))
      expect(new Set(sent.map(({ data }) => data.auctionId)).size).toBe(shortLots)
      // Kafka keeps the order of a partition.
      for (const partition of new Set(sent.map((command) => command.partition))) {
        const dueTimes = sent.filter((command) => command.partition === partition).map(({ data }) => data.dueAt)
        expect(dueTimes).toEqual(dueTimes.toSorted())
      }
    }, 150_000)
  })
}

const quietLife = ['auction.listed', 'auction.opened', 'auction.closed']

const untilOnTimetable = (gavel: Gavel, lots: readonly ListedLot[]): Promise<void> =>
  until('the scheduler knows them all', async () => {
    const { rows } = await gavel.database.query(timetable, [lots.map(({ id }) => id)])
    expect(timetableRow.parse(rows[0]).lots).toBe(lots.length)
  })
