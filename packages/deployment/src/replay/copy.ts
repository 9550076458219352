import { constants } from 'node:fs'
import { cp, mkdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Shares the blocks where the file system can. */
const mode = constants.COPYFILE_FICLONE

const whole = { recursive: true, verbatimSymlinks: true, mode } as const

/** COPY of a file puts it there, of a folder what is in it: as an engine does. */
export async function copyPath(source: string, destination: string, intoFolder: boolean): Promise<void> {
  const isFolder = (await stat(source)).isDirectory()
  const target = intoFolder && !isFolder ? join(destination, basename(source)) : destination
  await mkdir(isFolder ? target : dirname(target), { recursive: true })
  await cp(source, target, whole)
}

/** COPY of the context: only the files that a build is sent. Gives how many. */
export async function copyFiles(options: {
  directory: string
  files: readonly string[]
  source: string
  destination: string
  intoFolder: boolean
}): Promise<number> {
  const { directory, files, source, destination, intoFolder } = options
  const folder = source === '.' ? '' : `${source.replace(/\/$/, '')}/`
  let copied = 0
  for (const file of files) {
    const inFolder = file.startsWith(folder)
    if (!inFolder && file !== source) continue
    const name = inFolder ? file.slice(folder.length) : intoFolder ? basename(file) : ''
    const target = join(destination, name)
    await mkdir(dirname(target), { recursive: true })
    await cp(join(directory, file), target, { verbatimSymlinks: true, mode })
    copied += 1
  }
  return copied
}
