import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { z } from 'zod'

// What GAVEL_AT names in a test: runs a command in a service's folder, with that service's environment.
const environments = z.record(z.string(), z.record(z.string(), z.string()))
const [service = '', command = '', ...args] = process.argv.slice(2)
const { GAVEL_TEST_SERVICES = '{}', ...env } = process.env
const own = environments.parse(JSON.parse(GAVEL_TEST_SERVICES))[service]
if (own === undefined) throw new Error(`there is no service ${service}`)
const { status } = spawnSync(command === 'node' ? process.execPath : command, args, {
  cwd: resolve(import.meta.dirname, '../../../../apps', service),
  env: { ...env, ...own },
  stdio: 'inherit',
})
process.exitCode = status ?? 1
