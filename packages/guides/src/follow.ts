import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { changed } from './change.ts'
import { readGuide, type Step } from './guide.ts'

/**
 * Does in the clone at `root` what the document says of files, and gives the commands that it wants to be run, in order.
 *
 * @throws Error naming document, line and file when something is not as the document says
 */
export async function follow(root: string, guide: string): Promise<readonly string[]> {
  const scripts: string[] = []
  for (const step of readGuide(await readFile(join(root, guide), 'utf8'))) {
    if (step.kind === 'run') scripts.push(step.script)
    else await write(root, step).catch((cause) => failed(`${guide}:${step.line}: ${step.path}`, cause))
  }
  return scripts
}

async function write(root: string, step: Exclude<Step, { kind: 'run' }>) {
  const path = join(root, step.path)
  if (step.kind === 'change') return writeFile(path, changed(await readFile(path, 'utf8'), step.diff))
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (isThere) throw new Error('is there already')
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, step.text)
}

const failed = (where: string, cause: unknown): never => {
  throw new Error(`${where}: ${cause instanceof Error ? cause.message : cause}`, { cause })
}
