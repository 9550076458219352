import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

const run = promisify(execFile)
const timeoutMs = 60_000
const bytesMax = 16 * 1_024 * 1_024

const described = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  schemas: z.record(z.string(), z.unknown()),
  responses: z.record(z.string(), z.unknown()),
})
export type DescribedRoutes = z.output<typeof described>

/**
 * What a service says of its own routes. Asked as a process, since nothing imports a service.
 * @throws when it cannot say
 */
export async function describedRoutes(service: string): Promise<DescribedRoutes> {
  const script = resolve(import.meta.dirname, `../../../apps/${service}/src/describe.ts`)
  const { stdout } = await run(process.execPath, [script], { timeout: timeoutMs, maxBuffer: bytesMax })
  return described.parse(JSON.parse(stdout))
}
