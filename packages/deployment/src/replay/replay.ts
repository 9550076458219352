import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { Built } from './built.ts'
import { machineEnvironment, runCommand } from './command.ts'
import { copyFiles, copyPath } from './copy.ts'
import { type Runtime, readDockerfile, type Stage, type Step } from './readDockerfile.ts'
import type { Workplace } from './workplace.ts'

export type Image = Built & Runtime

/** The slowest step installs from the network on a machine that has nothing cached. */
const stepLimitMs = 300_000

/**
 * Builds the image of a Dockerfile as an engine would, in folders of `workplace`: the file itself is read, so a replay can
 * not drift from it. What a base image brings is this machine's sh, find and npm, and the workplace's node.
 * @throws Error with the step that failed
 */
export async function replay(path: string, workplace: Workplace): Promise<Image> {
  const stages = readDockerfile(await readFile(path, 'utf8'))
  const named = new Map<string, { key: string; built: Built }>()
  let image: Image | undefined
  for (const stage of stages) {
    const base = named.get(stage.base)
    // The same steps on the same base give the same stage, whichever file they stand in: an engine's cache, by stages.
    const key = JSON.stringify([
      base?.key ?? stage.base,
      stage.steps,
      ...copiedFrom(stage).map((name) => named.get(name)?.key),
    ])
    const built = await workplace.once(key, () => build(stage, base?.built, workplace, (name) => rootOf(named, name)))
    if (stage.name !== undefined) named.set(stage.name, { key, built })
    image = { ...built, ...stage.runtime }
  }
  if (image === undefined) throw new Error(`${path} has no stage`)
  return image
}

const copiedFrom = ({ steps }: Stage): readonly string[] =>
  steps.flatMap((step) => (step.kind === 'copy' && step.from !== undefined ? [step.from] : []))

function rootOf(named: ReadonlyMap<string, { built: Built }>, name: string): string {
  const found = named.get(name)
  if (found === undefined) throw new Error(`COPY --from=${name}: there is no such stage`)
  return found.built.root
}

async function build(
  stage: Stage,
  base: Built | undefined,
  workplace: Workplace,
  stageRoot: (name: string) => string,
): Promise<Built> {
  const root = await workplace.folder(stage.name ?? 'image')
  // A stage is written to by its own steps alone: what it starts from is copied.
  if (base !== undefined) await copyPath(base.root, root, false)
  let state: Built = {
    root,
    directory: base?.directory ?? '/',
    variables: { ...base?.variables },
    // What npm installs globally is found before what the machine has.
    programs: [join(root, 'usr/local/bin'), workplace.nodeDirectory],
  }
  for (const step of stage.steps) state = { ...state, ...(await perform(step, state, workplace, stageRoot)) }
  return state
}

async function perform(
  step: Step,
  state: Built,
  workplace: Workplace,
  stageRoot: (name: string) => string,
): Promise<Partial<Built>> {
  switch (step.kind) {
    case 'workdir': {
      const directory = posix.resolve(state.directory, step.path)
      await workplace.make(join(state.root, directory))
      return { directory }
    }
    case 'env':
      return { variables: { ...state.variables, ...step.variables } }
    case 'run':
      await runCommand(step.command, {
        directory: join(state.root, state.directory),
        environment: { ...environmentOf(state), npm_config_prefix: join(state.root, 'usr/local') },
        limitMs: stepLimitMs,
      })
      return {}
    case 'copy': {
      const destination = join(state.root, posix.resolve(state.directory, step.destination))
      const intoFolder = step.destination.endsWith('/') || step.destination === '.'
      for (const source of step.sources) {
        if (step.from !== undefined) {
          await copyPath(join(stageRoot(step.from), posix.resolve('/', source)), destination, intoFolder)
          continue
        }
        const { context: directory, contextFiles: files } = workplace
        const copied = await copyFiles({ directory, files, source, destination, intoFolder })
        if (copied === 0) throw new Error(`COPY ${source}: the build is sent no such file`)
      }
      return {}
    }
    default:
      return step satisfies never
  }
}

/** What a process in the stage, or in the image, is given. */
export function environmentOf({ variables, programs }: Built): Record<string, string> {
  const machine = machineEnvironment()
  return { ...machine, PATH: [...programs, process.env.PATH ?? ''].join(':'), ...variables }
}
