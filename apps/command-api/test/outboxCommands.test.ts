import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { serviceEnvironment } from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CommandSideFixture, directory, startCommandSide } from './commandSide.fixture.ts'

const limitMs = 30_000

describe('the commands for the outbox', () => {
  let fixture: CommandSideFixture
  beforeAll(async () => {
    fixture = await startCommandSide()
  })
  afterAll(() => fixture.stop())

  function run(command: 'list' | 'retry', ...args: string[]): Promise<{ code: number; out: string; told: string }> {
    const program = resolve(directory, `src/outbox/${command}.ts`)
    const env = { ...process.env, NODE_OPTIONS: '', ...serviceEnvironment(fixture.scope, 'command-api') }
    return new Promise((done) => {
      execFile(process.execPath, [program, '--env', 'test', ...args], { env, timeout: limitMs }, (error, out, told) =>
        done({ code: error === null ? 0 : Number(error.code ?? -1), out, told }),
      )
    })
  }

  it('list what was refused and try it again, one or all; anything else is told', async () => {
    expect(await run('list')).toMatchObject({ code: 0, out: expect.stringContaining('0 FAILED') })
    const streams = [randomUUID(), randomUUID()]
    await fixture.store.append(
      streams.map((streamId) => ({
        streamId,
        streamType: 'order',
        expectedVersion: 0,
        topic: 'order.events',
        claims: [],
        events: [
          {
            id: randomUUID(),
            type: 'order.expired',
            schemaVersion: 1,
            occurredAt: new Date().toISOString(),
            data: {},
            metadata: { actor: 'service:test', correlationId: 'test' },
          },
        ],
      })),
    )
    const { rows } = await fixture.pool.query<{ id: string }>(
      `update outbox_events set status = 'FAILED', attempts = 5, last_error = 'too large', retry_at = now() + interval '1 hour'
       where stream_id = any ($1) returning id`,
      [streams],
    )
    const ids = rows.map(({ id }) => id).toSorted((a, b) => Number(a) - Number(b))
    const listed = await run('list')
    for (const id of ids) expect(listed.out).toContain(`${id}  FAILED  order.expired 1 of`)
    expect(listed.out).toContain('refused 5 times')
    expect(listed.out).toContain('too large')
    const { rows: told, backlog } = JSON.parse((await run('list', '--json', '--limit', '1')).out)
    expect(told).toMatchObject([{ id: Number(ids[0]), status: 'FAILED', attempts: 5 }])
    expect(backlog).toMatchObject({ failed: 2 })

    for (const args of [[], ['--all', '--id', '1'], ['--id', 'x'], ['--id', '999999'], ['--other']]) {
      expect(await run('retry', ...args)).toMatchObject({ code: 1, told: expect.stringMatching(/^[^\n]+\n$/) })
    }
    expect(await run('list', '--limit', '0')).toMatchObject({ code: 1 })
    expect(await run('retry', '--id', ids[0] ?? '')).toMatchObject({ code: 0, out: '1 event is tried again.\n' })
    expect(await run('retry', '--id', ids[0] ?? '')).toMatchObject({ code: 1 })
    expect(await run('retry', '--all')).toMatchObject({ code: 0, out: '1 event is tried again.\n' })
    expect((await run('list')).out).toContain('0 FAILED')
  })
})
