import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import dockerignore from '@balena/dockerignore'

/**
 * The files that a build is sent: all of the folder but what its .dockerignore names, by an engine's own rules. Paths are
 * relative to the folder.
 */
export async function contextFiles(directory: string): Promise<readonly string[]> {
  const lines = (await readFile(join(directory, '.dockerignore'), 'utf8')).split('\n')
  const patterns = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const isLetIn = dockerignore.default().add(patterns).createFilter()
  const exceptions = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))

  const found: string[] = []
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name)
      const mayHold = isLetIn(path) || exceptions.some((exception) => exception.startsWith(`${path}/`))
      if (entry.isDirectory()) {
        if (mayHold) await walk(path)
      } else if (isLetIn(path)) found.push(path)
    }
  }
  await walk('')
  return found
}
