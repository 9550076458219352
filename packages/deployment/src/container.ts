import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentOf, type Image } from './replay/replay.ts'

export type Exit = { code: number | null; output: string }

/** A process in a replayed image, as far as there can be one without a container. */
export type Container = {
  ended: Promise<Exit>
  output(): string
  /** Resolves when HEALTHCHECK says so. @throws Error with the end of the output when it does not in time. */
  healthy(limitMs: number): Promise<void>
  /** SIGTERM, and SIGKILL when that is not enough in 15 s. */
  stop(): Promise<Exit>
}

const stopLimitMs = 15_000
const outputBytesMax = 20_000

/** USER, where this process may become somebody else; the files are not his, so the image is read-only to him. */
function account(image: Image): { uid?: number; gid?: number } {
  const [uid, gid] = (image.user ?? '').split(':').map(Number)
  return process.getuid?.() === 0 && uid !== undefined && gid !== undefined ? { uid, gid } : {}
}

/** The image's CMD, or another command, with no variable but its own and those given. */
export function start(image: Image, variables: Record<string, string>, command = image.command): Container {
  const options = {
    cwd: join(image.root, image.directory),
    env: { ...environmentOf(image), ...variables },
    ...account(image),
  }
  const [program = 'node', ...args] = command
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-outputBytesMax)
    })
  }
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, output }))

  const isHealthy = async (): Promise<boolean> => {
    const [check = 'node', ...given] = image.health
    const probe = spawn(check, given, { ...options, stdio: 'ignore' })
    await once(probe, 'close')
    return probe.exitCode === 0
  }

  return {
    ended,
    output: () => output,
    async healthy(limitMs) {
      const giveUpMs = performance.now() + limitMs
      while (!(await isHealthy())) {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${output}`)
        if (performance.now() > giveUpMs) throw new Error(`it is not healthy after ${limitMs} ms:\n${output}`)
        await sleep(200)
      }
    },
    async stop() {
      child.kill('SIGTERM')
      const insist = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
      const exit = await ended
      clearTimeout(insist)
      return exit
    },
  }
}
