import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import type { Invocation } from './invocation.ts'

const forwarded = ['SIGTERM', 'SIGHUP'] as const

/** Ctrl-C reaches all programs from the terminal itself; whoever asks this process to end means them as well. */
function mindSignals(children: readonly ChildProcess[]): () => void {
  const ignore = () => undefined
  const forward = (signal: NodeJS.Signals) => {
    for (const child of children) child.kill(signal)
  }
  process.on('SIGINT', ignore)
  for (const signal of forwarded) process.on(signal, forward)
  return () => {
    process.off('SIGINT', ignore)
    for (const signal of forwarded) process.off(signal, forward)
  }
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}

/** Runs a program at this terminal; gives its exit code. */
export async function runHere({ file, args, directory }: Invocation): Promise<number> {
  const child = spawn(file, args, { cwd: directory, stdio: 'inherit' })
  const unmind = mindSignals([child])
  try {
    return await exitCodeOf(child)
  } finally {
    unmind()
  }
}

/**
 * Runs programs each of which reads what the one before it writes; gives their exit codes. The last one's output is
 * handed to `read`. All are ended when `signal` is aborted.
 */
export async function runPiped(
  invocations: readonly Invocation[],
  read: (output: Readable) => Promise<void>,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const children = invocations.map(({ file, args, directory }, index) =>
    spawn(file, args, { cwd: directory, stdio: [index === 0 ? 'ignore' : 'pipe', 'pipe', 'inherit'] }),
  )
  const unmind = mindSignals(children)
  const end = () => {
    for (const child of children) child.kill('SIGTERM')
  }
  signal.addEventListener('abort', end, { once: true })
  try {
    const ended = Promise.all(children.map(exitCodeOf))
    for (const [index, child] of children.entries()) connect(child.stdout, children[index + 1]?.stdin)
    const output = children.at(-1)?.stdout
    if (output) await Promise.all([read(output), ended])
    return await ended
  } finally {
    signal.removeEventListener('abort', end)
    end()
    unmind()
  }
}

function connect(output: Readable | null, input: Writable | null | undefined): void {
  if (!output || !input) return
  // A reader that has ended says by its exit code why; that nobody takes the rest is no error of its own.
  input.on('error', () => output.resume())
  output.pipe(input)
}
