import { execFileSync, spawnSync } from 'node:child_process'

export type Account = { uid: number; gid: number; name: string }

/**
 * PostgreSQL and Elasticsearch refuse to run as root: when we are root they run as `nobody`.
 * Undefined when we are not root: then every server runs as ourselves.
 * @throws Error when we are root and the machine has no such account (initdb looks its name up)
 */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8', stdio: 'pipe' }).trim())
    return { uid: id('-u'), gid: id('-g'), name: 'nobody' }
  } catch (error) {
    throw new Error(
      'PostgreSQL and Elasticsearch refuse to run as root, and there is no account "nobody" to run them.',
      {
        cause: error,
      },
    )
  }
}

/** Asks the kernel, as that account, so that closed parents, mounts and access lists all count. */
export function canReach(account: Account, path: string): boolean {
  const { uid, gid } = account
  return spawnSync('test', ['-r', path, '-a', '-x', path], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
}
