import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { cached } from './cached.ts'

describe('the cache', () => {
  let cache = ''
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'gavel-cache-'))
  })
  afterEach(() => rmSync(cache, { recursive: true }))
  const { signal } = new AbortController()

  it('is filled once, however many want it at once', async () => {
    let fills = 0
    const fill = async (directory: string) => {
      fills += 1
      writeFileSync(join(directory, 'program'), 'whole')
    }
    const found = await Promise.all([1, 2, 3].map(() => cached(cache, 'tool-1', { signal, fill })))
    expect(fills).toBe(1)
    expect(new Set(found).size).toBe(1)
    expect(readFileSync(join(found[0] ?? '', 'program'), 'utf8')).toBe('whole')
  })

  it('does not take an interrupted download for a whole one', async () => {
    const interrupted = async (directory: string) => {
      writeFileSync(join(directory, 'program'), 'ha')
      throw new Error('connection lost')
    }
    await expect(cached(cache, 'tool-1', { signal, fill: interrupted })).rejects.toThrow('connection lost')
    const fill = async (directory: string) => {
      expect(readdirSync(directory)).toEqual([])
      writeFileSync(join(directory, 'program'), 'whole')
    }
    const directory = await cached(cache, 'tool-1', { signal, fill })
    expect(readFileSync(join(directory, 'program'), 'utf8')).toBe('whole')
    expect(readdirSync(cache).filter((name) => name.startsWith('.partial'))).toEqual([])
  })
})
