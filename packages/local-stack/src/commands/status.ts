import { askSupervisor } from '../client/ask.ts'
import { probes } from '../probes/probe.ts'
import { addressesOf, shownAddress } from '../settings/addresses.ts'
import { type ServerName, serverNames } from '../settings/servers.ts'
import { readSettings } from '../settings/settings.ts'

/** A table: the server, how it came to be, its address, its pid, and whether it answers now. Starts nothing. */
export async function status(): Promise<number> {
  const answer = await askSupervisor(readSettings(), 'status')
  answer?.hangUp()
  const state = answer?.reply.type === 'status' ? answer.reply : undefined
  const named = addressesOf(process.env)

  const rowOf = async (name: ServerName): Promise<readonly string[]> => {
    const address = named[name]
    if (address) return [name, 'environment', shownAddress(name, address), '-', await answers(name, address)]
    const found = state?.servers.find((server) => server.name === name)
    if (!found) return [name, '-', '-', '-', 'no']
    const { origin, pid, ready } = found
    return [
      name,
      origin,
      shownAddress(name, found.address),
      String(pid),
      ready ? await answers(name, found.address) : 'no',
    ]
  }
  const rows = [['server', 'from', 'address', 'pid', 'ready'], ...(await Promise.all(serverNames.map(rowOf)))]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )

  if (!state) return 0
  console.log(
    `\nsupervisor ${state.pid}; ${state.kept ? 'kept running until `pnpm stack down`' : 'stops with its last user'}`,
  )
  for (const { pid, command } of state.holders) console.log(`used by ${pid}  ${command}`)
  return 0
}

const answers = (name: ServerName, address: string): Promise<string> =>
  probes[name](address).then(
    () => 'yes',
    () => 'no',
  )
