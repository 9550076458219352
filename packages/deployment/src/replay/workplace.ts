import { chmod, constants, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Built } from './built.ts'
import { contextFiles } from './context.ts'

export type Workplace = {
  /** The folder that is sent to builds, and what of it is sent. */
  context: string
  contextFiles: readonly string[]
  /** Holds the node of the base image. */
  nodeDirectory: string
  /** A new, empty one. */
  folder(name: string): Promise<string>
  make(path: string): Promise<void>
  once(key: string, build: () => Promise<Built>): Promise<Built>
  /** Deletes everything in it. */
  clear(): Promise<void>
}

/** A clean place for replays of one context, in the folder for temporary files: nothing of the clone lies above it. */
export async function openWorkplace(context: string): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), 'gavel-images-'))
  // The service runs as somebody else, who must get there; what is built is no secret.
  await chmod(directory, 0o755)
  const nodeDirectory = join(directory, 'node')
  await mkdir(nodeDirectory)
  await copyFile(process.execPath, join(nodeDirectory, 'node'), constants.COPYFILE_FICLONE)
  await chmod(join(nodeDirectory, 'node'), 0o755)
  const stages = new Map<string, Promise<Built>>()
  let folders = 0
  return {
    context,
    contextFiles: await contextFiles(context),
    nodeDirectory,
    async folder(name) {
      folders += 1
      const path = join(directory, `${folders}-${name}`)
      await mkdir(path)
      return path
    },
    async make(path) {
      await mkdir(path, { recursive: true })
    },
    once(key, build) {
      const stage = stages.get(key) ?? build()
      stages.set(key, stage)
      return stage
    },
    clear: () => rm(directory, { recursive: true, force: true }),
  }
}
