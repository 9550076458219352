/** A service as small as can be: answers /readyz on ADMIN_PORT, or fails as its MANNERS say. */
import { createServer } from 'node:http'

console.log('starting')
if (process.env.MANNERS === 'dies') {
  console.error('DATABASE_URL: is missing')
  process.exit(1)
}
const ready = process.env.MANNERS !== 'never-ready'
if (process.env.MANNERS === 'deaf') process.on('SIGTERM', () => {})
createServer((_req, res) => {
  res.writeHead(ready ? 200 : 503).end(ready ? 'ready' : 'no database')
}).listen(Number(process.env.ADMIN_PORT), '127.0.0.1')
