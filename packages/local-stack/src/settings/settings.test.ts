import { describe, expect, it } from '@jest/globals'
import { readSettings, settingsEnvironment } from './settings.ts'

describe('settings', () => {
  it('are under the repository unless the environment says otherwise', () => {
    const { home, cacheDirectory, ports } = readSettings({})
    expect(home).toMatch(/\/\.gavel$/)
    expect(cacheDirectory).toBe(`${home}/cache`)
    expect(ports.postgres).toBe(15_432)
  })

  it('survive the way to another process', () => {
    const settings = readSettings({ GAVEL_HOME: '/a/home', GAVEL_CACHE: '/a/cache', GAVEL_PORTS: 'redis=7000' })
    expect(settings.ports).toMatchObject({ redis: 7_000, kafka: 19_092 })
    expect(readSettings(settingsEnvironment(settings))).toEqual(settings)
  })

  it('share the downloads between homes', () => {
    expect(readSettings({ GAVEL_HOME: '/elsewhere' }).cacheDirectory).toBe(readSettings({}).cacheDirectory)
    expect(readSettings({ GAVEL_HOME: '/elsewhere' }).id).not.toBe(readSettings({}).id)
  })

  it.each(['redis', 'redis=x', 'redis=0', 'redis=70000', 'mysql=1'])('refuse GAVEL_PORTS=%s', (text) => {
    expect(() => readSettings({ GAVEL_PORTS: text })).toThrow('GAVEL_PORTS')
  })
})
