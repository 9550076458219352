import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { probeRedis } from '../probes/redis.ts'
import { readSettings } from '../settings/settings.ts'
import { freePort } from '../system/ports.ts'
import { createServer } from './server.ts'

describe('a server whose port is lost between choice and start', () => {
  let home = ''
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'gavel-server-'))
  })
  afterEach(() => rmSync(home, { recursive: true }))

  it('does not take the stranger there for itself, and comes up on another port', async () => {
    const stranger = new URL(process.env.REDIS_URL ?? '')
    const free = await freePort([])
    const ports = [Number(stranger.port), free]
    const lines: string[] = []
    const hooks = {
      say: (line: string) => void lines.push(line),
      changed: () => {},
      died: () => {},
      isHeld: () => false,
      displaced: () => {},
    }
    const claimPort = async () => ports.shift() ?? 0
    const server = createServer('redis', readSettings({ ...process.env, GAVEL_HOME: home }), claimPort, hooks)
    try {
      const address = await server.ensure()
      expect(address).toBe(`redis://127.0.0.1:${free}`)
      expect(await probeRedis(address)).toBe(String(server.running()?.process.pid))
      expect(lines.join('\n')).toContain('its port was taken meanwhile')
    } finally {
      await server.stop()
    }
    expect(server.running()).toBeUndefined()
  })
})
