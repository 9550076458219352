import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { createTokenVerifier, developmentAudience, developmentIssuer, developmentJwks } from '@gavel/service-kit'
import { describe, expect, it } from '@jest/globals'

const program = resolve(import.meta.dirname, '../src/token.ts')
const run = promisify(execFile)

describe('pnpm dev:token', () => {
  it.each([
    ['alice', 101, ['bidder']],
    ['root', 100, ['bidder', 'administrator']],
  ])('prints a token of %s and nothing else', async (username, paddleNumber, roles) => {
    const { stdout } = await run(process.execPath, [program, username], { timeout: 20_000 })
    const verifier = createTokenVerifier({
      jwks: developmentJwks,
      issuer: developmentIssuer,
      audience: developmentAudience,
      production: false,
    })
    expect(await verifier.verify(stdout.trim())).toMatchObject({ username, paddleNumber, roles })
  })

  it('says whom there are, of somebody else', async () => {
    const failure = run(process.execPath, [program, 'mallory'], { timeout: 20_000 })
    await expect(failure).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('alice|bob') })
  })
})
