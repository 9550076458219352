import { randomUUID } from 'node:crypto'
import type { MemberEvent, MemberFact } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ViewsUndelivered } from '../src/auction/publishViews.ts'
import { projectMembers } from '../src/member/projectMembers.ts'
import { atSecond } from './auctionLog.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

const auctionId = randomUUID()
const watched: MemberFact = { type: 'lot.watched', data: { auctionId } }
const unwatched: MemberFact = { type: 'lot.unwatched', data: { auctionId } }
const blocked: MemberFact = { type: 'bidder.blocked', data: { paddleNumber: 104 } }
const unblocked: MemberFact = { type: 'bidder.unblocked', data: { paddleNumber: 104 } }

/** A member's log, as command-api would write it. */
function memberLog(facts: readonly MemberFact[]): MemberEvent[] {
  const userId = randomUUID()
  return facts.map((fact, index) => ({
    ...fact,
    id: randomUUID(),
    userId,
    version: index + 1,
    occurredAt: atSecond(index + 1),
    metadata: { actor: `user:${userId}`, correlationId: `request-${index + 1}` },
  }))
}

const told = (events: readonly MemberEvent[]) =>
  world.memberViews.filter(({ data }) => data.userId === events[0]?.userId)
const project = (events: readonly MemberEvent[]) =>
  projectMembers({ pool: world.pool, producer: world.producer }, events)

/** What a compacted topic keeps of a member who has one lot and one paddle: the last that was told of each. */
const kept = (events: readonly MemberEvent[]) => ({
  watch: told(events).findLast(({ type }) => type === 'watch.view')?.data,
  block: told(events).findLast(({ type }) => type === 'block.view')?.data,
})

describe('what members keep for themselves', () => {
  it('is told as it is after each event', async () => {
    const events = memberLog([watched, blocked, unwatched, unblocked, watched])
    const userId = events[0]?.userId
    const members = await world.startMembers()
    await world.appendOfMember(events.slice(0, 2))
    await until('the first two are told', () => told(events).length === 2)
    expect(kept(events)).toEqual({
      watch: { userId, version: 1, at: atSecond(1), auctionId, watching: true },
      block: { userId, version: 2, at: atSecond(2), paddleNumber: 104, blocked: true },
    })
    expect(told(events).find(({ data }) => data.version === 1)?.metadata).toMatchObject({ correlationId: 'request-1' })
    await world.appendOfMember(events.slice(2))
    await until('the rest is told', () => kept(events).watch?.version === 5 && kept(events).block?.version === 4)
    expect(kept(events)).toMatchObject({ watch: { watching: true }, block: { blocked: false } })
    await members.stop()
  })

  it('goes on where another one stopped', async () => {
    const events = memberLog([watched, unwatched])
    const first = await world.startMembers()
    await world.appendOfMember(events.slice(0, 1))
    await until('the first is told', () => told(events).length === 1)
    await first.stop()
    await world.appendOfMember(events.slice(1))
    const second = await world.startMembers()
    await until('the second is told', () => kept(events).watch?.version === 2)
    await second.stop()
  })

  it('is the newest when events come twice, and when older ones come after it', async () => {
    const events = memberLog([watched, blocked, unwatched, unblocked])
    await project(events)
    await project(events)
    await project(events.slice(0, 2))
    await until('all of it is told', () => told(events).length === 6)
    expect(new Set(told(events).map(({ data }) => data.version))).toEqual(new Set([3, 4]))
    expect(kept(events)).toMatchObject({
      watch: { watching: false, version: 3 },
      block: { blocked: false, version: 4 },
    })
  })

  it('is the newest of a batch in whatever order that is', async () => {
    const events = memberLog([watched, unwatched])
    await project(events.toReversed())
    await until('it is told', () => told(events).length > 0)
    expect(told(events)).toMatchObject([{ data: { watching: false, version: 2 } }])
    expect(told(events)[0]?.metadata).toMatchObject({ correlationId: 'request-2' })
  })

  it('is kept apart by member, by lot and by paddle', async () => {
    const other = randomUUID()
    const events = memberLog([
      watched,
      { type: 'lot.watched', data: { auctionId: other } },
      blocked,
      { type: 'bidder.blocked', data: { paddleNumber: 105 } },
      unwatched,
      unblocked,
    ])
    const neighbour = memberLog([watched, blocked])
    await project([...events, ...neighbour])
    await until('all of it is told', () => told(events).length === 4 && told(neighbour).length === 2)
    expect(
      told(events)
        .map(({ data }) => data)
        .sort((a, b) => a.version - b.version),
    ).toMatchObject([
      { version: 2, auctionId: other, watching: true },
      { version: 4, paddleNumber: 105, blocked: true },
      { version: 5, auctionId, watching: false },
      { version: 6, paddleNumber: 104, blocked: false },
    ])
    expect(kept(neighbour)).toMatchObject({ watch: { watching: true }, block: { blocked: true } })
  })

  it('is told once more after a crash between storing and publishing', async () => {
    const events = memberLog([watched, blocked])
    const cut = await world.connect().createProducer()
    await cut.stop()
    await expect(projectMembers({ pool: world.pool, producer: cut }, events)).rejects.toThrow(ViewsUndelivered)
    expect(told(events)).toEqual([])
    await project(events)
    await until('it is told', () => told(events).length === 2)
    expect(kept(events)).toMatchObject({ watch: { watching: true }, block: { blocked: true } })
  })

  it('is left as the newest in the topic when another projector was faster', async () => {
    const events = memberLog([watched, blocked, unwatched])
    let isDelayed = true
    const delayed: MessageProducer = {
      async send(messages) {
        if (isDelayed) {
          isDelayed = false
          await project(events)
        }
        await world.producer.send(messages)
      },
      stop: async () => undefined,
    }
    await projectMembers({ pool: world.pool, producer: delayed }, events.slice(0, 2))
    await until('what is out of date is read', () => told(events).some(({ data }) => data.version === 1))
    await until('the newest is the last', () => kept(events).watch?.version === 3)
    expect(kept(events)).toMatchObject({ watch: { watching: false }, block: { blocked: true } })
  })
})
