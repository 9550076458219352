import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { migrate, revert } from '@gavel/database'
import type { AuctionEvent } from '@gavel/event-contracts'
import { topicNames } from '@gavel/event-contracts'
import { serviceEnvironment } from '@gavel/local-stack'
import { afterEach, describe, expect, it } from '@jest/globals'
import { consumeAuctionEvents } from '../src/timetable/consumer.ts'
import { atSecond, lot, msAtSecond, toWire } from './lots.ts'
import { createWorld, directory, followCommands, pendingKinds, schedulerAt, until, type World } from './world.ts'

let world: World | undefined
afterEach(async () => {
  await world?.stop()
  world = undefined
})

async function start() {
  const here = await createWorld({ topics: true })
  world = here
  const received = await followCommands(here)
  const producer = await here.messaging.createProducer()
  const publish = (...events: AuctionEvent[]) => producer.send(events.map(toWire))
  return { here, received, producer, publish }
}

const onFatal = (error: unknown): never => {
  throw error
}

describe('the life of a lot', () => {
  it('listed, commanded when due, answered, done', async () => {
    const { here, received, producer, publish } = await start()
    await consumeAuctionEvents({ messaging: here.messaging, pool: here.pool, onFatal })
    const scheduler = schedulerAt(msAtSecond(0), { pool: here.pool, send: producer.send })
    const { auctionId, listed, opened, bid, closed } = lot({ startsAt: atSecond(5), endsAt: atSecond(65) })

    await publish(listed)
    await until(async () => (await pendingKinds(here.pool, auctionId)).length === 2)
    scheduler.advance(5_000)
    await scheduler.sendDue()
    await until(() => received.length === 1)
    await publish(opened(2), bid(3))
    await until(async () => (await pendingKinds(here.pool, auctionId)).length === 1)
    scheduler.advance(60_000)
    await scheduler.sendDue()
    await until(() => received.length === 2)
    await publish(closed(4))
    await until(async () => (await pendingKinds(here.pool, auctionId)).length === 0)

    // An old event again, behind it one that shows that it was handled.
    const next = lot({ startsAt: atSecond(999) })
    await publish(listed, { ...next.listed, auctionId })
    await publish(next.listed)
    await until(async () => (await pendingKinds(here.pool, next.auctionId)).length === 2)
    scheduler.advance(120_000)
    await scheduler.sendDue()
    expect(received.map(({ type, data }) => [type, data.dueAt])).toEqual([
      ['auction.open', atSecond(5)],
      ['auction.close', atSecond(65)],
    ])
    expect(await pendingKinds(here.pool, auctionId)).toEqual([])
  })

  it('goes on when an event cannot be read', async () => {
    const { here, producer, publish } = await start()
    await consumeAuctionEvents({ messaging: here.messaging, pool: here.pool, onFatal })
    const good = lot()
    await producer.send([
      { topic: topicNames.auctionEvents, key: good.auctionId, value: Buffer.from('{'), headers: {} },
    ])
    await publish(good.listed)
    await until(async () => (await pendingKinds(here.pool, good.auctionId)).length === 2)
  })
})

describe('tables that are made anew', () => {
  it('are filled again from the beginning of the log', async () => {
    const { here, publish } = await start()
    const consume = () => consumeAuctionEvents({ messaging: here.messaging, pool: here.pool, onFatal })
    const first = await consume()
    const { auctionId, listed } = lot({ startsAt: atSecond(5), endsAt: atSecond(65) })
    await publish(listed)
    await until(async () => (await pendingKinds(here.pool, auctionId)).length === 2)
    await first.stop()

    const migrations = { directory: join(directory, 'prisma', 'migrations') }
    let reverted: string | undefined
    do reverted = await revert(here.pool, migrations)
    while (reverted !== undefined)
    await migrate(here.pool, migrations)
    expect(await pendingKinds(here.pool, auctionId)).toEqual([])
    await consume()
    await until(async () => (await pendingKinds(here.pool, auctionId)).length === 2)
  })
})

describe('the service as a process', () => {
  it('migrates, gets ready, commands what is due, and stops when asked', async () => {
    const { here, received, publish } = await start()
    const child = spawn(process.execPath, ['src/main.ts', '--env', 'test'], {
      cwd: directory,
      env: { PATH: process.env.PATH, ...serviceEnvironment(here.scope, 'scheduler'), LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const exited = once(child, 'exit')
      const started = Promise.withResolvers<string>()
      createInterface(child.stdout).on('line', (line) => {
        const { msg, adminPort } = JSON.parse(line)
        if (msg === 'started') started.resolve(`http://127.0.0.1:${adminPort}`)
      })
      const adminUrl = await started.promise
      await until(async () => (await fetch(`${adminUrl}/readyz`)).status === 200)

      const nowMs = Date.now()
      const due = lot({ startsAt: new Date(nowMs).toISOString(), endsAt: new Date(nowMs + 60_000).toISOString() })
      await publish(due.listed)
      await until(() => received.length > 0)
      expect(received[0]).toMatchObject({ type: 'auction.open', data: { auctionId: due.auctionId } })
      await until(async () => /scheduler_due_backlog\S* 1/.test(await (await fetch(`${adminUrl}/metrics`)).text()))

      child.kill('SIGTERM')
      expect(await exited).toEqual([0, null])
    } finally {
      child.kill('SIGKILL')
    }
  })
})
