import { setTimeout as sleep } from 'node:timers/promises'
import { createPortPicker } from '@gavel/launcher'
import { createScope, roleOf, type Scope, serviceEnvironment } from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { readCompose } from '../src/compose.ts'
import { type Container, start } from '../src/container.ts'
import { dockerfileOf, repository, type Service, services } from '../src/places.ts'
import { type Image, replay } from '../src/replay/replay.ts'
import { bytesOf } from '../src/replay/size.ts'
import { openWorkplace, type Workplace } from '../src/replay/workplace.ts'
import { composeSecrets } from '../src/secrets/newSecrets.ts'
import { createOwnRoles, type OwnRoles } from './ownRoles.ts'

const buildLimitMs = 600_000
const readyLimitMs = 90_000
/** What a service adds to its base image; it is told in docker/README.md. */
const megabytesMax = 80

const prepared = services.filter((service) => service !== 'web')

async function ask(url: string, { token, json }: { token?: string; json?: unknown } = {}): Promise<unknown> {
  const answer = await fetch(url, {
    method: json === undefined ? 'GET' : 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    signal: AbortSignal.timeout(20_000),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`)
  return JSON.parse(text)
}

const session = z.object({ accessToken: z.string() })
const listed = z.object({ id: z.string(), lotNumber: z.int(), version: z.int(), status: z.string() })
const accepted = z.object({ outcome: z.string(), price: z.int(), version: z.int() })
const lotShown = z.object({ price: z.int(), bidCount: z.int(), status: z.string() })
const found = z.object({ items: z.array(z.object({ id: z.string() })) })

async function signUp(web: string, name: string): Promise<string> {
  const json = { email: `${name}@images.example`, username: name, password: 'three rusty anvils' }
  return session.parse(await ask(`${web}/v1/auth/signup`, { json })).accessToken
}

describe('the images, as far as they can be built and run without an engine', () => {
  let workplace: Workplace
  let scope: Scope
  let roles: OwnRoles
  let web: string
  const images = new Map<Service, Image>()
  const containers = new Map<Service, Container>()
  const settings = new Map<Service, Record<string, string>>()

  const imageOf = (service: Service): Image => {
    const image = images.get(service)
    if (image === undefined) throw new Error(`${service} was not built`)
    return image
  }

  beforeAll(async () => {
    workplace = await openWorkplace(repository)
    scope = await createScope()
    roles = await createOwnRoles(scope)
    for (const service of services) images.set(service, await replay(dockerfileOf(service), workplace))

    const picker = createPortPicker()
    const compose = await readCompose()
    const secrets = composeSecrets()
    const ports = new Map<Service, { port: number; admin: number }>()
    for (const service of services) ports.set(service, { port: await picker.pick(), admin: await picker.pick() })
    const urlOf = (service: Service): string => `http://127.0.0.1:${ports.get(service)?.port}`
    for (const service of services) {
      const role = roleOf(service)
      settings.set(service, {
        // What compose tells it, so that its names are the right ones; then where things are here.
        ...compose.services[service]?.environment,
        ...secrets[service],
        ...serviceEnvironment(scope, service),
        ...(role === undefined ? {} : { DATABASE_URL: roles.urlOf(role) }),
        PORT: String(ports.get(service)?.port),
        ADMIN_PORT: String(ports.get(service)?.admin),
        LOG_LEVEL: 'warn',
        COMMAND_API_URLS: urlOf('command-api'),
        QUERY_API_URLS: urlOf('query-api'),
        STATUS_URLS: services.map((one) => `${one}=http://127.0.0.1:${ports.get(one)?.admin}`).join(','),
      })
    }
    web = urlOf('web')
  }, buildLimitMs)

  afterAll(async () => {
    await Promise.all([...containers.values()].map((container) => container.stop()))
    await scope?.drop()
    await roles?.drop()
    await workplace?.clear()
  }, 60_000)

  it.each(services)('%s is small', async (service) => {
    expect((await bytesOf(imageOf(service).root)) / 1e6).toBeLessThan(megabytesMax)
  })

  it.each(services)('%s runs as nobody in particular, from the exec form', (service) => {
    const { user, command, health } = imageOf(service)
    expect(user).toBe('1000:1000')
    expect(command).toEqual(['node', 'src/main.ts', '--env', 'prod'])
    expect(health).toHaveLength(3)
  })

  it.each(prepared)(
    '%s prepares its store and the topics, and ends; a second time too',
    async (service) => {
      for (let time = 1; time <= 2; time += 1) {
        const command = ['node', 'src/prepare.ts', '--env', 'prod']
        const { code, output } = await start(imageOf(service), settings.get(service) ?? {}, command).ended
        expect({ code, output }).toEqual({ code: 0, output: '' })
      }
    },
    120_000,
  )

  it('start one after the other, each healthy by its own HEALTHCHECK', async () => {
    for (const service of services) {
      const container = start(imageOf(service), settings.get(service) ?? {})
      containers.set(service, container)
      await container.healthy(readyLimitMs)
    }
  }, 300_000)

  it('serve the page, let people in, sell, and show what was bid', async () => {
    const page = await fetch(`${web}/`, { headers: { Accept: 'text/html' } })
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<script')])

    const [seller, bidder] = [await signUp(web, 'sela'), await signUp(web, 'bo')]
    const now = Date.now()
    const lot = listed.parse(
      await ask(`${web}/v1/auctions`, {
        token: seller,
        json: {
          title: 'An anvil in a box',
          description: 'Heavy',
          currency: 'KRW',
          startingPrice: 10_000,
          increments: 'krw',
          startsAt: new Date(now - 60_000).toISOString(),
          endsAt: new Date(now + 3_600_000).toISOString(),
        },
      }),
    )
    expect(lot.status).toBe('active')

    const json = { type: 'exact', amount: 12_000 }
    const bid = accepted.parse(await ask(`${web}/v1/auctions/${lot.id}/bids`, { token: bidder, json }))
    expect(bid).toMatchObject({ outcome: 'leading' })
    const shown = lotShown.parse(await ask(`${web}/v1/auctions/${lot.lotNumber}?atLeast=${bid.version}`))
    expect(shown).toEqual({ price: bid.price, bidCount: 1, status: 'active' })

    let items: readonly { id: string }[] = []
    for (const giveUpMs = now + 30_000; items.length === 0 && Date.now() < giveUpMs; await sleep(200)) {
      items = found.parse(await ask(`${web}/v1/search/auctions?q=anvil`)).items
    }
    expect(items.map(({ id }) => id)).toEqual([lot.id])
  }, 90_000)

  it('stop in good order when they are told to', async () => {
    const stopped = await Promise.all(
      [...containers].map(async ([service, container]) => [service, (await container.stop()).code] as const),
    )
    containers.clear()
    expect(Object.fromEntries(stopped)).toEqual(Object.fromEntries(services.map((service) => [service, 0])))
  }, 60_000)
})
