import { readFile } from 'node:fs/promises'
import { channels } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { asyncapiPath, openapiPath, schemaLockPath } from '../src/files.ts'
import { generate } from '../src/generate.ts'
import { nextLock, readSchemaLock } from '../src/schemaLock.ts'

const readLock = async () => readSchemaLock(await readFile(schemaLockPath, 'utf8'))

describe('what is committed', () => {
  it('is what the code says now: else run `pnpm contracts`', async () => {
    const { openapiYaml, asyncapiYaml } = await generate()
    expect(await readFile(openapiPath, 'utf8')).toBe(openapiYaml)
    expect(await readFile(asyncapiPath, 'utf8')).toBe(asyncapiYaml)
  })

  it('has every message in the version it is written in now', async () => {
    const lock = await readLock()
    expect(nextLock(lock)).toEqual(lock)
  })
})

describe('the schema of a message', () => {
  it('does not change without its version', async () => {
    const lock = await readLock()
    const before = { ...lock, 'bid.placed': { ...lock['bid.placed'], 2: 'another' } }
    expect(() => nextLock(before)).toThrow('bid.placed (version 2)')
  })

  it('is not forgotten while logs may have it', async () => {
    const lock = await readLock()
    expect(() => nextLock({ ...lock, 'bid.imagined': { 1: 'some' } })).toThrow('bid.imagined')
    expect(() => nextLock({ ...lock, 'bid.placed': { ...lock['bid.placed'], 3: 'later' } })).toThrow('bid.placed')
  })

  it('is locked when it is new', async () => {
    const { 'order.paid': paid, ...others } = await readLock()
    expect(nextLock(others)['order.paid']).toEqual(paid)
  })
})

it('every topic has messages, and each its own name', () => {
  const types = channels.flatMap(({ messages }) => messages.map(({ type }) => type))
  expect(channels.filter(({ messages }) => messages.length === 0)).toEqual([])
  expect(new Set(types).size).toBe(types.length)
})
