import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { dockerDirectory } from './places.ts'

const service = z.looseObject({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  networks: z.array(z.string()),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ disable: z.literal(true).optional() }).optional(),
  profiles: z.array(z.string()).default([]),
  read_only: z.literal(true).optional(),
  cap_drop: z.array(z.string()).default([]),
  deploy: z.object({ resources: z.looseObject({ limits: z.object({ cpus: z.string(), memory: z.string() }) }) }),
})

const file = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.unknown()),
  volumes: z.record(z.string(), z.unknown()),
})
export type ComposeFile = z.output<typeof file>

/** docker/compose.yaml, where no variable is set. @throws ZodError where it has another form than ours all have */
export async function readCompose(): Promise<ComposeFile> {
  const text = await readFile(join(dockerDirectory, 'compose.yaml'), 'utf8')
  return file.parse(parse(text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'), { merge: true }))
}
