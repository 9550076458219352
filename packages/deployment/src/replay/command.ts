import { spawn } from 'node:child_process'

/**
 * What a machine's programs need to reach the network and their caches, and nothing that says anything of this clone.
 * GAVEL_CI_RUN marks what CI has started.
 */
const passedOn =
  /^(HOME|TMPDIR|LANG|LC_ALL|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|npm_config_registry|GAVEL_CI_RUN)$/

export function machineEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && passedOn.test(name) ? [[name, value] as const] : [],
  )
  return Object.fromEntries(kept)
}

const tailBytesMax = 4_000

/** Runs a RUN step. @throws Error with the end of what it printed when it fails, or is not done in time */
export async function runCommand(
  command: string,
  options: { directory: string; environment: Record<string, string>; limitMs: number },
): Promise<void> {
  // A group of its own, so that a step that hangs ends with all it has started.
  const child = spawn('sh', ['-ec', command], {
    cwd: options.directory,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let tail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-tailBytesMax)
    })
  }
  const timer = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }, options.limitMs)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  clearTimeout(timer)
  if (code !== 0) throw new Error(`${command}\nended with ${code ?? 'a kill'}:\n${tail}`)
}
