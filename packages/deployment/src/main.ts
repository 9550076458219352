import { dockerfileOf, repository, services } from './places.ts'
import { replay } from './replay/replay.ts'
import { bytesOf } from './replay/size.ts'
import { openWorkplace } from './replay/workplace.ts'

// `pnpm images:replay`: builds every image in clean folders, says how large each is, and deletes them.
const workplace = await openWorkplace(repository)
try {
  for (const service of services) {
    const startedMs = performance.now()
    const { root } = await replay(dockerfileOf(service), workplace)
    const megabytes = (await bytesOf(root)) / 1e6
    const seconds = (performance.now() - startedMs) / 1e3
    console.log(`${service.padEnd(12)} ${megabytes.toFixed(0).padStart(4)} MB, replayed in ${seconds.toFixed(0)} s`)
  }
} finally {
  await workplace.clear()
}
