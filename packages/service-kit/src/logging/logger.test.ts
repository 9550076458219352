import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'

const run = promisify(execFile)
const logger = new URL('./logger.ts', import.meta.url).href

/** What a process that logs so, and exits at once, leaves on its standard output. */
async function printed(options: object, statement: string): Promise<string> {
  const script = `import { createLogger } from '${logger}'
    const logger = createLogger(${JSON.stringify(options)}); ${statement}; process.exit()`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script])
  return stdout
}

describe('createLogger', () => {
  it('writes JSON lines with service, level by name and ISO time, and only from its level up', async () => {
    const options = { service: 'query-api', level: 'info', pretty: false }
    const lines = (await printed(options, `logger.info({ a: 1 }, 'hello'); logger.debug('no')`)).trim().split('\n')
    expect(lines).toHaveLength(1)
    const line = z.record(z.string(), z.unknown()).parse(JSON.parse(lines[0] ?? ''))
    expect(line).toMatchObject({ level: 'info', service: 'query-api', a: 1, msg: 'hello' })
    expect(z.iso.datetime().safeParse(line.time).success).toBe(true)
  })

  it('writes no secret, at the top or inside', async () => {
    const secret = 's3cr3t'
    const details = {
      token: secret,
      req: { headers: { authorization: secret, cookie: secret } },
      res: { headers: { 'set-cookie': [secret] } },
      user: { password: secret },
      events: [{ data: { maximum: secret, reserve: secret } }],
    }
    for (const pretty of [false, true]) {
      const text = await printed(
        { service: 'x', level: 'info', pretty },
        `logger.info(${JSON.stringify(details)}, 'said')`,
      )
      expect(text).toContain('said')
      expect(text).toContain('[redacted]')
      expect(text).not.toContain(secret)
    }
  })
})
