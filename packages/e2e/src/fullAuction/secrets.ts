import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type EventReader, readEvents } from '../eventStream.ts'
import type { Gavel } from '../gavel.ts'
import { type Answer, send } from '../http.ts'
import { type ListedLot, listingBody, listLot, readLot, untilLot } from '../lots.ts'
import { myBidOn, noticesOf } from '../mine.ts'
import { administratorsPaddle, as, sellersPaddle, tokenOf } from '../people.ts'
import { until } from '../until.ts'
import type { World } from './world.ts'

const reserve = 7_654_321
const maximum = 8_765_432
const [ann, leader, cas, onlooker] = [651, 652, 653, 654]

/** As a number of its own: neither in the middle of an id, nor of another number. */
const occursIn = (text: string, secret: number): boolean =>
  new RegExp(`(?<![0-9a-fA-F.-])${String(secret).replace(/(?=...$|......$)/g, '[,._ ]?')}(?![0-9a-fA-F])`).test(text)

/** Who may learn of which secret where, and of nothing else anywhere. */
type Reader = { who: string; paddle: number | undefined; mayRead(path: string): readonly number[] }

const readers: readonly Reader[] = [
  { who: 'a stranger', paddle: undefined, mayRead: () => [] },
  { who: 'a member who has not bid', paddle: onlooker, mayRead: () => [] },
  { who: 'a beaten bidder', paddle: cas, mayRead: () => [] },
  { who: 'the leader', paddle: leader, mayRead: (path) => (isOfOwnBids(path) ? [maximum] : []) },
  { who: 'the seller', paddle: sellersPaddle, mayRead: (path) => (path.startsWith('/v1/') ? [reserve] : []) },
  {
    who: 'an administrator',
    paddle: administratorsPaddle,
    mayRead: (path) => (path.startsWith('/v1/') ? [reserve] : []),
  },
]

const isOfOwnBids = (path: string): boolean => path.startsWith('/v1/me/bids') || path.endsWith('/my-bid')

/** Every path that is read with GET, but for streams. */
const pathsOf = ({ id, lotNumber }: ListedLot): readonly string[] => [
  ...['/v1/auctions?limit=100', '/v1/auctions?sort=just_opened', '/v1/auctions?sort=most_watched'],
  ...[`/v1/auctions/${id}`, `/v1/auctions/${lotNumber}`, `/v1/auctions/${id}/bids?limit=100`],
  ...[
    `/v1/auctions/${id}/highest-bid`,
    `/v1/auctions/${id}/my-bid`,
    '/v1/time',
    '/v1/me',
    '/v1/me/bids?limit=100',
    '/v1/me/lots?limit=100',
  ],
  ...['/v1/me/watchlist', '/v1/me/notices?limit=100', '/v1/me/blocks', '/items', `/items/${lotNumber}`],
  ...[`/items/${lotNumber}/bids`, `/auction/${lotNumber}`, `/auction/${lotNumber}/bids`],
  ...[`/auction/${lotNumber}/highest-bid`, '/openapi.json', '/status', '/'],
]

export function secretScenarios(here: () => World): void {
  describe('a reserve and a leading maximum', () => {
    it('are in no answer, stream or log, but in their owners’ own', async () => {
      const { gavel } = here()
      const answers: Answer[] = []
      const keep = async (sent: Promise<Answer>): Promise<Answer> => {
        const answer = await sent
        answers.push(answer)
        return answer
      }
      // No bid lifts the price to the reserve: it would be public then.
      const softClose = { windowSec: 2, extendSec: 2 }
      const lot = await listLot(gavel, {
        ...{ endsInMs: 9_000, startingPrice: 1_000_000, reservePrice: reserve, increments: 'jpy', softClose },
      })
      const streams = [gavel.webUrl, ...gavel.system.queryApiUrls].map((url) =>
        readEvents(`${url}/v1/auctions/${lot.id}/stream`, gavel.stopping),
      )
      streams.push(readEvents(`${gavel.webUrl}/v1/auctions/stream?ids=${lot.id}`, gavel.stopping))
      const members = [ann, leader, cas, onlooker, sellersPaddle, administratorsPaddle]
      const own = await Promise.all(
        members.map(async (paddle) => ({
          paddle,
          stream: readEvents(`${gavel.webUrl}/v1/me/stream`, gavel.stopping, { token: await tokenOf(paddle) }),
        })),
      )
      await Promise.all([...streams, ...own.map(({ stream }) => stream)].map(({ connected }) => connected))
      for (const paddle of [onlooker, cas]) await keep(as(gavel, paddle).put(`auctions/${lot.id}/watch`))

      const bidAs = (paddle: number, type: 'exact' | 'max', amount: number): Promise<Answer> =>
        keep(as(gavel, paddle).post(`auctions/${lot.id}/bids`, { type, amount }))
      const told = (outcome: string, price: number) => ({ status: 201, body: { outcome, price } })
      const refused = (code: string) => ({ status: 409, body: { code } })
      expect(await bidAs(ann, 'exact', 1_500_000)).toMatchObject(told('leading_reserve_not_met', 1_500_000))
      await checkReads(gavel, lot)
      expect(await bidAs(ann, 'exact', 7_800_000)).toMatchObject(told('leading', 7_800_000))
      expect(await bidAs(leader, 'max', maximum)).toMatchObject(told('leading', 7_801_000))
      expect(await bidAs(cas, 'exact', 7_801_500)).toMatchObject(refused('low_bid'))
      expect(await bidAs(cas, 'max', 7_900_000)).toMatchObject(told('outbid', 7_901_000))
      expect(await bidAs(leader, 'max', 8_700_000)).toMatchObject(refused('already_leading'))
      expect(await bidAs(leader, 'exact', 8_000_000)).toMatchObject(refused('already_leading'))
      expect(await bidAs(cas, 'exact', 8_000_000)).toMatchObject(told('outbid', 8_001_000))
      expect(await bidAs(cas, 'exact', 900_000_000)).toMatchObject({ status: 422, body: { code: 'too_high' } })
      expect(await bidAs(sellersPaddle, 'exact', 8_100_000)).toMatchObject(refused('own_lot'))
      // What the seller got wrong is told to him, and logged nowhere.
      const wrong = { ...listingBody({ startingPrice: 9_000_000 }), reservePrice: reserve }
      expect(await as(gavel, sellersPaddle).post('auctions', wrong)).toMatchObject({ status: 422 })
      await checkReads(gavel, lot)

      expect(await untilLot(gavel, lot, 'completed')).toMatchObject({ outcome: 'sold', price: 8_001_000 })
      await until('all know how it ended', async () => {
        expect(await myBidOn(gavel, leader, lot)).toMatchObject({ status: 'won', yourMaximum: maximum })
        expect((await noticesOf(gavel, cas, lot))[0]).toMatchObject({ kind: 'lost' })
        for (const url of gavel.system.queryApiUrls)
          expect(await readLot(url, lot.id)).toMatchObject({ status: 'completed' })
      })
      await checkReads(gavel, lot)
      for (const { headers, text } of answers) checkText('an answer', `${JSON.stringify([...headers])} ${text}`)
      for (const stream of streams) await checkStream(stream)
      for (const { paddle, stream } of own) await checkOwnStream(stream, paddle, lot)
      await checkLogs(gavel)
    }, 120_000)
  })
}

async function checkReads(gavel: Gavel, lot: ListedLot): Promise<void> {
  for (const { who, paddle, mayRead } of readers) {
    const token = paddle === undefined ? {} : { token: await tokenOf(paddle) }
    for (const path of pathsOf(lot)) {
      const { headers, text } = await send(`${gavel.webUrl}${path}`, token)
      checkText(`${path} as ${who}`, `${JSON.stringify([...headers])} ${text}`, mayRead(path))
    }
  }
  // Whoever looks for what is not there finds it where it may be.
  const own = await as(gavel, sellersPaddle).get(`auctions/${lot.id}`)
  expect(own.body).toMatchObject({ reservePrice: reserve })
  expect(occursIn(own.text, reserve)).toBe(true)
  for (const { adminUrl } of gavel.system.services) checkText('metrics', (await send(`${adminUrl}/metrics`)).text)
}

async function checkStream(stream: EventReader): Promise<void> {
  await until('the stream has told the end', () => {
    expect(stream.events().some(({ data }) => data.includes('"completed"'))).toBe(true)
  })
  for (const { data } of stream.events()) checkText('the stream', data)
  await stream.close()
}

const isTold: ReadonlyMap<number, string> = new Map([
  [leader, '"won"'],
  [ann, '"lost"'],
  [cas, '"lost"'],
  [onlooker, '"closing_soon"'],
  [sellersPaddle, '"version"'],
])

async function checkOwnStream(stream: EventReader, paddle: number, { id }: ListedLot): Promise<void> {
  const what = isTold.get(paddle)
  await until('the member has been told', () => {
    const isThere = stream.events().some(({ data }) => data.includes(id) && data.includes(what ?? ''))
    expect({ paddle, isThere }).toEqual({ paddle, isThere: what !== undefined })
  })
  for (const { data } of stream.events()) checkText(`the stream of ${paddle}`, data)
  await stream.close()
}

/** All that the services have logged so far, at their most talkative. */
async function checkLogs(gavel: Gavel): Promise<void> {
  const marker = `after-the-secrets-${Date.now()}`
  await Promise.all(gavel.system.queryApiUrls.map((url) => send(`${url}/v1/time?${marker}`)))
  const files = (await readdir(gavel.logs)).map((name) => resolve(gavel.logs, name))
  expect(files).toHaveLength(gavel.system.services.length)
  const read = () => Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })))
  await until('the logs are written', async () => {
    expect((await read()).filter(({ text }) => text.includes(marker))).toHaveLength(gavel.system.queryApiUrls.length)
  })
  for (const { file, text } of await read()) {
    expect({ file, isEmpty: text === '' }).toEqual({ file, isEmpty: false })
    for (const line of text.split('\n')) checkText(file, line)
  }
}

function checkText(where: string, text: string, allowed: readonly number[] = []): void {
  const found = [reserve, maximum].filter((secret) => !allowed.includes(secret) && occursIn(text, secret))
  if (found.length > 0) throw new Error(`${where} tells ${found.join(' and ')}: ${text.slice(0, 2_000)}`)
}
