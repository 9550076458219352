import { describe, expect, it } from '@jest/globals'
import type { Gavel } from '../gavel.ts'
import { send } from '../http.ts'
import { listingBody } from '../lots.ts'
import { until } from '../until.ts'
import { password, sessionIn, signUp } from './member.ts'

export function accountScenarios(here: () => Gavel): void {
  describe('people with accounts', () => {
    it('sign up, list, bid, and find their own things, by one token on every service', async () => {
      const gavel = here()
      const [seller, bidder] = [await signUp(gavel, 'Sunja'), await signUp(gavel, 'Bo')]
      const listed = await seller.call('POST', '/v1/auctions', listingBody())
      expect(listed).toMatchObject({ status: 201 })
      const lots = await until('the lot is among his', async () => {
        const { body } = await seller.call('GET', '/v1/me/lots')
        expect(body).toMatchObject({ items: [{ seller: { username: 'Sunja', id: seller.session.user.id } }] })
        return body
      })
      expect(lots).toMatchObject({ items: [listed.body] })

      const { id } = seller.session.user
      expect(id).not.toBe(bidder.session.user.id)
      const path = headerOf(listed.headers, 'location')
      expect(await bidder.call('POST', `${path}/bids`, { type: 'exact', amount: 100 })).toMatchObject({ status: 201 })
      await until('the bid is among his', async () => {
        const { body } = await bidder.call('GET', '/v1/me/bids')
        expect(body).toMatchObject({ items: [{ status: 'leading', yourBid: 100 }] })
      })
      expect(await bidder.call('GET', '/v1/me')).toMatchObject({ status: 200, body: bidder.session.user })
    })

    it('stay signed in by refreshing, on any instance, until a stolen token is used twice', async () => {
      const gavel = here()
      const { session } = await signUp(gavel, 'Mallory')
      const refresh = async (refreshToken: string) =>
        send(`${gavel.webUrl}/v1/auth/refresh`, { json: { refreshToken } })
      let newest = session.refreshToken
      const used: string[] = []
      for (let round = 0; round < 4; round += 1) {
        const answer = await refresh(newest)
        expect(answer).toMatchObject({ status: 200 })
        used.push(newest)
        newest = sessionIn(answer).refreshToken
      }
      const [oldest = ''] = used
      expect(await refresh(oldest)).toMatchObject({ status: 401, body: { code: 'session_ended' } })
      expect(await refresh(newest)).toMatchObject({ status: 401, body: { code: 'session_ended' } })
    })

    it('are signed out everywhere by a new password', async () => {
      const gavel = here()
      const member = await signUp(gavel, 'Noor')
      const signIn = (secret: string) =>
        send(`${gavel.webUrl}/v1/auth/signin`, { json: { email: member.email.toUpperCase(), password: secret } })
      const elsewhere = sessionIn(await signIn(password))
      const newPassword = 'four shiny anvils'
      const change = { currentPassword: password, newPassword }
      expect(await member.call('POST', '/v1/auth/password', change)).toMatchObject({ status: 200 })

      for (const { refreshToken } of [member.session, elsewhere]) {
        const answer = await send(`${gavel.webUrl}/v1/auth/refresh`, { json: { refreshToken } })
        expect(answer).toMatchObject({ status: 401, body: { code: 'session_ended' } })
      }
      expect(await signIn(password)).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
      expect(await signIn(newPassword)).toMatchObject({ status: 200 })
    })
  })
}

function headerOf(headers: Headers, name: string): string {
  const value = headers.get(name)
  if (value === null) throw new Error(`no ${name}`)
  return value
}
