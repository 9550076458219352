import { describe, expect, it } from '@jest/globals'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { ConfigError } from '../config/configError.ts'
import type { Actor } from './actor.ts'
import { developmentAudience, developmentIssuer, developmentJwks, signDevelopmentToken } from './developmentToken.ts'
import { createTokenVerifier } from './verifier.ts'

const alice: Actor = {
  id: '0198a5f0-0000-7000-8000-000000000001',
  username: 'alice',
  paddleNumber: 7,
  roles: ['bidder'],
}
const settings = { issuer: developmentIssuer, audience: developmentAudience }
const development = { ...settings, jwks: developmentJwks, production: false }
const invalid = { code: 'token_invalid', status: 401 }

describe('createTokenVerifier', () => {
  it('tells who the token speaks for', async () => {
    const verifier = createTokenVerifier(development)
    const token = await signDevelopmentToken(alice)
    expect(await verifier.verify(token)).toEqual(alice)
    expect(await verifier.verify(token)).toEqual(alice)
  })

  it('checks a token once, also when it comes many times at once', async () => {
    const verifier = createTokenVerifier(development)
    const token = await signDevelopmentToken(alice)
    const actors = await Promise.all(Array.from({ length: 50 }, () => verifier.verify(token)))
    // The same object: made by one check.
    expect(new Set([...actors, await verifier.verify(token)]).size).toBe(1)
  })

  it('forgets a verified token when it expires, with 5 s of tolerance', async () => {
    let nowMs = Date.now()
    const verifier = createTokenVerifier({ ...development, now: () => nowMs })
    const token = await signDevelopmentToken(alice, { expiresInSec: 60 })
    await verifier.verify(token)
    nowMs += 62_000
    expect(await verifier.verify(token)).toEqual(alice)
    nowMs += 5_000
    await expect(verifier.verify(token)).rejects.toMatchObject(invalid)
    await expect(verifier.verify(token)).rejects.toMatchObject(invalid)
  })

  it('refuses what is expired, for others, by others, altered, or no token', async () => {
    const verifier = createTokenVerifier(development)
    const good = await signDevelopmentToken(alice)
    const [header, , signature] = good.split('.')
    const forged = Buffer.from(JSON.stringify({ sub: alice.id, roles: ['administrator'] })).toString('base64url')
    const bad = [
      await signDevelopmentToken(alice, { expiresInSec: -10 }),
      await signDevelopmentToken(alice, { issuer: 'urn:other' }),
      await signDevelopmentToken(alice, { audience: 'urn:other' }),
      await signDevelopmentToken({ ...alice, paddleNumber: 0 }),
      await signDevelopmentToken({ ...alice, id: 'alice' }),
      `${header}.${forged}.${signature}`,
      new UnsecuredJWT({ sub: alice.id }).setIssuer(settings.issuer).setAudience(settings.audience).encode(),
      'nonsense',
      '',
      'x'.repeat(100_000),
    ]
    for (const token of bad) await expect(verifier.verify(token)).rejects.toMatchObject(invalid)
  })

  it.each([
    ['another type', { alg: 'EdDSA', typ: 'JWT' }, '1h'],
    ['another algorithm', { alg: 'ES256', typ: 'at+jwt' }, '1h'],
    ['no expiry', { alg: 'EdDSA', typ: 'at+jwt' }, undefined],
  ])('refuses %s, though signed by the right key', async (_what, header, expiry) => {
    const { publicKey, privateKey } = await generateKeyPair(header.alg)
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'own' }] }
    const verifier = createTokenVerifier({ ...settings, jwks, production: true })
    const claims = { username: 'alice', paddle_number: 7, roles: ['bidder'] }
    const draft = new SignJWT(claims).setSubject(alice.id).setIssuer(settings.issuer).setAudience(settings.audience)
    if (expiry !== undefined) draft.setExpirationTime(expiry)
    const token = await draft.setProtectedHeader({ ...header, kid: 'own' }).sign(privateKey)
    await expect(verifier.verify(token)).rejects.toMatchObject(invalid)
  })

  it('does not take a public key for a shared secret', async () => {
    const [key] = developmentJwks.keys
    const token = await new SignJWT({ username: 'alice', paddle_number: 7, roles: ['administrator'] })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'development' })
      .setSubject(alice.id)
      .setIssuer(settings.issuer)
      .setAudience(settings.audience)
      .setExpirationTime('1h')
      .sign(Buffer.from(key?.x ?? '', 'base64url'))
    await expect(createTokenVerifier(development).verify(token)).rejects.toMatchObject(invalid)
  })

  it('refuses the development key in production, also under another name or in other letters', () => {
    const [key] = developmentJwks.keys
    const renamed = { ...key, kid: 'renamed' }
    const otherLetters = { ...renamed, x: `${key?.x.slice(0, -1)}F` }
    for (const jwks of [developmentJwks, { keys: [renamed] }, { keys: [otherLetters] }])
      expect(() => createTokenVerifier({ ...settings, jwks, production: true })).toThrow(ConfigError)
  })
})
