import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import {
  auctionCommandFromWire,
  auctionEventFromWire,
  auctionViewFromWire,
  catalogEventFromWire,
  catalogViewFromWire,
  channels,
  memberEventFromWire,
  memberViewFromWire,
  orderCommandFromWire,
  orderEventFromWire,
  orderViewFromWire,
  type WireInput,
} from '../src/index.ts'

/** Of a topic: by type and by schema version, data as it was written then. To the newest version examples may be added. */
const fixtures = z.record(z.string(), z.record(z.string(), z.array(z.unknown()).min(1)))

const readers: Readonly<Record<string, (input: WireInput) => { type: string; data: unknown }>> = {
  'auction.events': auctionEventFromWire,
  'auction.commands': auctionCommandFromWire,
  'auction.views': auctionViewFromWire,
  'bid.views': auctionViewFromWire,
  'user.events': memberEventFromWire,
  'user.views': memberViewFromWire,
  'catalog.events': catalogEventFromWire,
  'catalog.views': catalogViewFromWire,
  'order.events': orderEventFromWire,
  'order.commands': orderCommandFromWire,
  'order.views': orderViewFromWire,
}

const subject = '019aa000-0000-7000-8000-000000000001'

const written = (type: string, schemaVersion: string, data: unknown): WireInput => ({
  key: subject,
  value: Buffer.from(JSON.stringify(data)),
  headers: {
    ce_specversion: '1.0',
    ce_id: '019aa000-0000-7000-8000-000000000099',
    ce_type: type,
    ce_subject: subject,
    ce_time: '2026-11-21T10:00:00.000Z',
    ce_schemaversion: schemaVersion,
    ce_subjectversion: '1',
    ce_actor: 'service:command-api',
    ce_correlationid: 'c-1',
  },
})

/** Of versions that nobody writes any more, by type and version, what their fixtures are: there is no new truth about them. */
const past = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'past.json'), 'utf8')))
const fingerprint = (examples: unknown): string =>
  createHash('sha256').update(JSON.stringify(examples)).digest('hex').slice(0, 16)

describe.each(channels.map((channel) => ({ ...channel, name: channel.topic.name })))('$name', ({ name, messages }) => {
  const path = join(import.meta.dirname, 'fixtures', `${name}.json`)
  const kept = async () => fixtures.parse(JSON.parse(await readFile(path, 'utf8')))

  it('has a fixture of every version of every message, and of nothing else', async () => {
    const versions = Object.entries(await kept()).map(([type, byVersion]) => [type, Object.keys(byVersion)])
    const expected = messages.map(({ type, schemaVersion }) => [
      type,
      Array.from({ length: schemaVersion }, (_, index) => String(index + 1)),
    ])
    expect(Object.fromEntries(versions)).toEqual(Object.fromEntries(expected))
  })

  it('has the fixtures of versions that are past as they were then: fixtures/past.json', async () => {
    const found = Object.entries(await kept()).flatMap(([type, byVersion]) => {
      const newest = messages.find((message) => message.type === type)?.schemaVersion
      const older = Object.entries(byVersion).filter(([version]) => Number(version) !== newest)
      return older.map(([version, examples]) => [`${type}@${version}`, fingerprint(examples)])
    })
    const types = new Set(messages.map(({ type }) => type))
    const expected = Object.entries(past).filter(([name]) => types.has(name.split('@')[0] ?? ''))
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected))
  })

  it('is read whatever version it was written in, as the newest', async () => {
    const read = readers[name]
    if (read === undefined) throw new Error(`nobody reads ${name}`)
    for (const [type, byVersion] of Object.entries(await kept())) {
      const newest = messages.find((message) => message.type === type)
      for (const [version, examples] of Object.entries(byVersion)) {
        for (const data of examples) {
          const message = read(written(type, version, data))
          expect(message.type).toBe(type)
          // Nothing that was written is lost on the way, but in what has been given another form since.
          if (newest?.schemaVersion === Number(version)) expect(message.data).toEqual(data)
          else expect(newest?.data.safeParse(message.data).success).toBe(true)
        }
      }
    }
  })
})
