import { gzipSync } from 'node:zlib'
import type { Furniture } from '../furnish.ts'
import { type Command, commandsOn } from './commands.ts'
import { headerTrials, protocolTrials } from './oddHttp.ts'
import { describedRoutes, type Route } from './routes.ts'
import { json, type Trial, trial } from './trial.ts'
import { encodings, odd, unkeepable } from './values.ts'

const page = 'X-Gavel-Session: page'

/** Every awkward request, with the token's rights if there is one; each in words that say what was sent. */
export function* trialsOn(there: Furniture, token: string | undefined): Generator<Trial> {
  // Nobody sends a header all the same, that says nothing.
  const bearer = token === undefined ? 'X-Nobody: yes' : `Authorization: Bearer ${token}`
  const commands = commandsOn(there)
  const routes = describedRoutes()
  for (const command of commands) {
    yield* fieldTrials(command, bearer)
    yield* bodyTrials(command, bearer)
  }
  for (const route of routes) {
    yield* pathTrials(route, bearer)
    yield* queryTrials(route, there, bearer)
  }
  yield* headerTrials(there, bearer)
  yield* protocolTrials()
}

const bytes = (text: string): Buffer =>
  text.includes('LATIN1:') ? Buffer.from(text.replace('LATIN1:', ''), 'latin1') : Buffer.from(text)

/** One field in each of the ways, the others as they should be; and one field more. */
function* fieldTrials({ method, path, body }: Command, bearer: string): Generator<Trial> {
  for (const field of Object.keys(body)) {
    for (const { what, json: value } of [...unkeepable, ...odd]) {
      const members = Object.entries({ ...body, [field]: undefined }).map(
        ([name, usual]) => `${JSON.stringify(name)}: ${name === field ? value : JSON.stringify(usual)}`,
      )
      const isText = unkeepable.some((each) => each.json === value) && typeof body[field] === 'string'
      const wire = { method, target: path, headers: [bearer, json, page], body: bytes(`{${members.join(', ')}}`) }
      yield trial(`${field} is ${what}`, wire, { mayPass: !isText })
    }
  }
}

const huge = Buffer.from(`{"a": "${'x'.repeat(10_000_000)}"}`)
const bomb = gzipSync(Buffer.alloc(20_000_000, 0x20))

const deep = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth)

function* bodyTrials({ method, path, body }: Command, bearer: string): Generator<Trial> {
  const good = JSON.stringify(body)
  const send = (what: string, headers: readonly string[], sent: Buffer | string, mayPass = false) =>
    trial(
      what,
      {
        method,
        target: path,
        headers: [bearer, page, ...headers],
        body: Buffer.isBuffer(sent) ? sent : Buffer.from(sent),
      },
      { mayPass },
    )
  yield send('ten million bytes', [json], huge)
  yield send('lists thirty thousand deep', [json], deep('[', ']', 30_000))
  yield send('objects ten thousand deep', [json], `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)
  yield send('a text', [json], '"text"')
  yield send('null', [json], 'null', true)
  yield send('a number', [json], '1e400')
  yield send('two documents', [json], `${good}${good}`)
  yield send('half a document', [json], good.slice(0, -1))
  yield send('NUL after the document', [json], `${good}\0`)
  yield send('no UTF-8', [json], Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))
  yield send('UTF-16', [`${json}; charset=utf-16le`], Buffer.from(good, 'utf16le'), true)
  yield send('UTF-32', [`${json}; charset=utf-32`], good)
  yield send('a charset that nobody knows', [`${json}; charset=x-klingon`], good)
  yield send(
    'a field of the prototype',
    [json],
    `{"__proto__": {"admin": true}, ${good.slice(1)}`.replace(', }', '}'),
    true,
  )
  yield send('XML', ['Content-Type: application/xml'], '<a/>')
  yield send('a part of a form', ['Content-Type: multipart/form-data; boundary=x'], '--x\r\n\r\n')
  yield send('a part without a boundary', ['Content-Type: multipart/form-data'], '--x\r\n\r\n')
  yield send('plain text', ['Content-Type: text/plain'], good)
  yield send('no type', [], good)
  yield send('a type that is none', ['Content-Type: ;;,/'], good)
  yield send('two types', [json, 'Content-Type: text/plain'], good, true)
  yield send(
    'a thousand fields in brackets',
    ['Content-Type: application/x-www-form-urlencoded'],
    'a[b][c]=1&'.repeat(1_000),
    true,
  )
  yield send(
    'brackets upon brackets',
    ['Content-Type: application/x-www-form-urlencoded'],
    `a${'[b]'.repeat(5_000)}=1`,
    true,
  )
  yield send(
    'broken escapes',
    ['Content-Type: application/x-www-form-urlencoded'],
    'email=%&username=%zz&item_id=%ff',
    true,
  )
  yield send(
    'fields twice',
    ['Content-Type: application/x-www-form-urlencoded'],
    'item_id=1&item_id=2&email=a&email=b',
    true,
  )
  yield send('no gzip', [json, 'Content-Encoding: gzip'], good)
  yield send('half a gzip', [json, 'Content-Encoding: gzip'], gzipSync(good).subarray(0, 20))
  yield send('a bomb', [json, 'Content-Encoding: gzip'], bomb)
  yield send('an encoding that nobody knows', [json, 'Content-Encoding: x-rot13'], good)
}

function* pathTrials({ method, path }: Route, bearer: string): Generator<Trial> {
  if (!path.includes('{')) return
  for (const { what, encoded } of encodings) {
    const target = path.replaceAll(/\{\w+\}/g, encoded)
    const body = method === 'GET' ? {} : { body: Buffer.from('{}') }
    yield trial(what, { method, target, headers: [bearer, json, page], ...body })
  }
}

function* queryTrials({ method, path, query }: Route, there: Furniture, bearer: string): Generator<Trial> {
  const filled = path.replaceAll(/\{\w+\}/g, String(there.lotNumbers[0]))
  const get = (what: string, search: string) =>
    trial(what, { method, target: `${filled}?${search}`, headers: [bearer] })
  for (const name of query) {
    for (const { what, encoded } of encodings) yield get(`${name} is ${what}`, `${name}=${encoded}`)
    yield get(`${name} twice`, `${name}=1&${name}=2`)
    yield get(`${name} a list`, `${name}[]=1&${name}[]=2`)
    yield get(`${name} an object`, `${name}[a]=1&${name}[__proto__][b]=2`)
    yield get(`${name} deep`, `${name}${'[a]'.repeat(200)}=1`)
    yield get(`${name} a thousand times`, `${name}=1&`.repeat(1_000))
  }
}
