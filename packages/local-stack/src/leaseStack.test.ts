import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { leaseStack } from './leaseStack.ts'
import { addressesOf, completeAddresses } from './settings/addresses.ts'
import { freePort } from './system/ports.ts'

const original = { ...process.env }
afterEach(() => {
  for (const name of ['GAVEL_HOME', 'REDIS_URL', 'KAFKA_BROKERS']) {
    if (original[name] === undefined) delete process.env[name]
    else process.env[name] = original[name]
  }
})

describe('servers that the environment names', () => {
  it('are used as they are, and nothing is started', async () => {
    process.env.GAVEL_HOME = join(tmpdir(), `gavel-unused-${process.pid}`)
    const lease = await leaseStack()
    expect(lease.addresses).toEqual(completeAddresses(addressesOf(original)))
    await lease.release()
    expect(existsSync(process.env.GAVEL_HOME)).toBe(false)
  })

  it('must answer in their protocol; the error names the variable and no password', async () => {
    process.env.REDIS_URL = `redis://someone:secret@127.0.0.1:${await freePort([])}`
    const failure = await leaseStack().catch((error: unknown) => error)
    expect(String(failure)).toMatch(
      /Redis at redis:\/\/someone:\*\*\*@.* \(from REDIS_URL\) did not answer within 10 s/,
    )
    expect(String(failure)).not.toContain('secret')
  })

  it('are missed by name', () => {
    expect(() => completeAddresses({ postgres: 'x', redis: 'y' })).toThrow('KAFKA_BROKERS, ELASTICSEARCH_URL not set')
  })
})
