import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type Manifest, readManifests } from './manifest.ts'

const run = promisify(execFile)

const isMissing = z.looseObject({ code: z.literal('ENOENT') })

const programs = [
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
] as const

/** What an overlay comes to; undefined where there is neither kustomize nor kubectl. @throws Error when it is wrong */
export async function kustomized(directory: string): Promise<readonly Manifest[] | undefined> {
  for (const [program, verb] of programs) {
    try {
      const { stdout } = await run(program, [verb, directory], { maxBuffer: 16e6, timeout: 60_000 })
      return readManifests(stdout)
    } catch (error) {
      if (!isMissing.safeParse(error).success) throw error
    }
  }
  return undefined
}
