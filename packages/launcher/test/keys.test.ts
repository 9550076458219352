import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { configFields } from '@gavel/service-kit'
import { expect, it } from '@jest/globals'
import { z } from 'zod'

const script = join(import.meta.dirname, '..', 'src', 'keys.ts')
const signingKey = z.object({ kty: z.literal('OKP'), kid: z.string(), x: z.string(), d: z.string() })

async function printed() {
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  return parseEnv(stdout)
}

it('prints a key that signs and the set that verifies it, new each time, the set without the secret', async () => {
  const [one, other] = await Promise.all([printed(), printed()])
  const key = signingKey.parse(JSON.parse(one.TOKEN_SIGNING_KEY ?? ''))
  const { keys } = configFields.jwks.parse(one.TOKEN_JWKS)
  expect(keys).toMatchObject([{ kid: key.kid, x: key.x }])
  expect(one.TOKEN_JWKS).not.toContain(key.d)
  expect(other.TOKEN_JWKS).not.toBe(one.TOKEN_JWKS)
})
