import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export type Reaper = { add(pid: number, stopSignal: NodeJS.Signals): void; remove(pid: number): void; close(): void }

const scriptPath = resolve(import.meta.dirname, 'reaper.sh')

/**
 * A shell that outlives us by moments: when we end without a word, even by SIGKILL, the pipe to it closes and it ends
 * the process groups it was told of.
 */
export function startReaper(): Reaper {
  const shell = spawn('/bin/sh', [scriptPath], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  shell.unref()
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref()
  return {
    add: (pid, stopSignal) => void shell.stdin.write(`add ${pid} ${stopSignal.slice('SIG'.length)}\n`),
    remove: (pid) => void shell.stdin.write(`remove ${pid} -\n`),
    close: () => void shell.stdin.end(),
  }
}
