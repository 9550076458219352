import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'

describe('a machine that has neither Java, Maven, Redis nor Docker', () => {
  const home = mkdtempSync(join(tmpdir(), 'gavel-bare-'))
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  it('is told at once, and of all of them, what to install', () => {
    const run = spawnSync(process.execPath, [resolve(import.meta.dirname, '../src/cli.ts'), 'up'], {
      env: { PATH: join(home, 'no-programs'), GAVEL_HOME: home, GAVEL_CACHE: join(home, 'cache') },
      encoding: 'utf8',
      timeout: 25_000,
    })
    expect(run.status).toBe(1)
    const lines = run.stderr.trim().split('\n')
    expect(lines).toEqual([
      expect.stringMatching(
        /^Kafka cannot be started here\. It needs Java 17 or newer and Maven; .*Docker.* KAFKA_BROKERS\.$/,
      ),
      expect.stringMatching(/^Redis cannot be started here\. It needs redis-server on PATH, or Maven; .* REDIS_URL\.$/),
      expect.stringMatching(
        /^Elasticsearch cannot be started here\. It needs Java 17 or newer and Maven; .* ELASTICSEARCH_URL\.$/,
      ),
    ])
  })
})
