import { z } from 'zod'
import { leaseServers } from '../src/client/lease.ts'
import { serverName } from '../src/settings/servers.ts'
import { readSettings } from '../src/settings/settings.ts'

// Leases the servers named as arguments, prints their addresses, and holds on until it is killed.
const servers = z.array(serverName).parse(process.argv.slice(2))
const lease = await leaseServers(readSettings(), servers)
console.log(JSON.stringify(lease.addresses))
setInterval(() => lease, 60_000)
