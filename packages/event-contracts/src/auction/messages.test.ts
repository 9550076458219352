import { describe, expect, it } from '@jest/globals'
import { topicNames } from '../topics.ts'
import { storedEventToWire } from '../wire/storedEvents.ts'
import { auctionCommandFromWire, auctionCommandToWire } from './commandMessages.ts'
import { auctionEventFromWire } from './events.ts'
import { auctionViewFromWire, auctionViewToWire } from './viewMessages.ts'

const auctionId = '019aa000-0000-7000-8000-000000000001'
const bidId = '019aa000-0000-7000-8000-000000000002'
const bidder = { id: '019aa000-0000-7000-8000-000000000003', paddleNumber: 102 }
const at = '2026-11-21T10:00:00.000Z'
const metadata = { actor: `user:${bidder.id}`, correlationId: 'c-1', causationId: 'm-1' }

const data = { bidId, bidder, type: 'max', amount: 1500, maximum: 9000, price: 1500, leads: true, auto: false }

const stored = {
  topic: topicNames.auctionEvents,
  eventId: '019aa000-0000-7000-8000-000000000004',
  streamId: auctionId,
  version: 3,
  type: 'bid.placed',
  schemaVersion: 2,
  occurredAt: at,
  dataJson: JSON.stringify(data),
  metadata,
}

describe('an event', () => {
  it('comes back from the wire as it went', () => {
    expect(auctionEventFromWire(storedEventToWire(stored))).toEqual({
      id: stored.eventId,
      auctionId,
      version: 3,
      occurredAt: at,
      metadata,
      type: 'bid.placed',
      data,
    })
  })

  it('is keyed by its stream, as CloudEvents says', () => {
    const wire = storedEventToWire(stored)
    expect(wire.key).toBe(auctionId)
    expect(wire.headers).toMatchObject({ ce_specversion: '1.0', ce_type: 'bid.placed', ce_subject: auctionId })
  })

  it.each([
    ['an unknown type', { type: 'bid.imagined' }],
    ['a type that every object has', { type: 'constructor' }],
    ['a version from the future', { schemaVersion: 99 }],
    ['data that is no JSON', { dataJson: '{' }],
    ['a missing field', { dataJson: '{}' }],
    ['a fractional amount', { dataJson: stored.dataJson.replace('1500', '1500.5') }],
    ['stream version 0', { version: 0 }],
    ['an instant that is none', { occurredAt: 'yesterday' }],
  ])('with %s is refused', (_, broken) => {
    expect(() => auctionEventFromWire(storedEventToWire({ ...stored, ...broken }))).toThrow()
  })

  it('without a value or without headers is refused', () => {
    const wire = storedEventToWire(stored)
    expect(() => auctionEventFromWire({ ...wire, value: null })).toThrow('no value')
    expect(() => auctionEventFromWire({ ...wire, headers: {} })).toThrow()
  })
})

describe('a command', () => {
  const command = {
    type: 'auction.close' as const,
    data: { auctionId, dueAt: at },
    id: bidId,
    occurredAt: at,
    metadata: { actor: 'service:scheduler', correlationId: 'c-2' },
  }

  it('comes back from the wire as it went', () => {
    expect(auctionCommandFromWire(auctionCommandToWire('scheduler', command))).toEqual(command)
  })

  it('of an unknown type is refused', () => {
    const wire = auctionCommandToWire('scheduler', command)
    expect(() => auctionCommandFromWire({ ...wire, headers: { ...wire.headers, ce_type: 'auction.burn' } })).toThrow()
  })
})

describe('a view', () => {
  const view = {
    type: 'bid.view' as const,
    metadata,
    data: {
      id: bidId,
      auctionId,
      lotNumber: 7,
      version: 3,
      bidder: { ...bidder, alias: 1 },
      type: 'exact' as const,
      amount: 1500,
      maximum: 9000,
      leads: true,
      auto: false,
      at,
      retractedVersion: null,
    },
  }

  it('comes back from the wire as it went', () => {
    expect(auctionViewFromWire(auctionViewToWire(view))).toEqual(view)
  })

  it('of a bid is keyed by the bid and lies with its lot', () => {
    expect(auctionViewToWire(view)).toMatchObject({ topic: 'bid.views', key: bidId, partitionKey: auctionId })
  })
})
