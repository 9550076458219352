import { describe, expect, it } from '@jest/globals'
import { migratedApps } from './target.ts'
import { readDatabaseCommand } from './usage.ts'

const appsOf = (...argv: string[]): readonly string[] => {
  const command = readDatabaseCommand(argv)
  return command.verb === 'new' ? [command.app.app] : command.apps.map(({ app }) => app)
}

describe('what the db commands are told', () => {
  it('means every app that keeps a database, in development', () => {
    expect(appsOf('migrate')).toEqual(migratedApps.map(({ app }) => app))
    expect(appsOf('migrate')).toEqual(expect.arrayContaining(['command-api', 'scheduler']))
    expect(appsOf('status', '--app', 'projector')).toEqual(['projector'])
    expect(readDatabaseCommand(['migrate'])).toMatchObject({ environment: 'dev' })
  })

  it('must name the one app whose DATABASE_URL it is, elsewhere', () => {
    expect(() => readDatabaseCommand(['migrate', '--env', 'prod'])).toThrow('--app is needed')
    expect(appsOf('migrate', '--env', 'prod', '--app', 'query-api')).toEqual(['query-api'])
  })

  it('takes back one app at a time', () => {
    expect(() => readDatabaseCommand(['revert'])).toThrow('--app is needed')
    expect(appsOf('revert', '--app', 'scheduler')).toEqual(['scheduler'])
  })

  it('needs a name for a new migration', () => {
    expect(() => readDatabaseCommand(['new', '--app', 'projector'])).toThrow('--app and --name are needed')
    expect(readDatabaseCommand(['new', '--app', 'projector', '--name', 'add_outcome'])).toMatchObject({
      name: 'add_outcome',
    })
  })

  it.each([
    [['drop'], 'say migrate, status, revert or new'],
    [['migrate', '--app', 'web'], 'keeps no database'],
    [['migrate', '--env', 'staging'], 'must be dev, test or prod'],
    [['migrate', '--name', 'x'], '--name means nothing to migrate'],
    [['migrate', 'all'], 'not understood: all'],
    [['migrate', '--force'], "Unknown option '--force'"],
  ])('refuses %j', (argv, reason) => {
    expect(() => readDatabaseCommand(argv)).toThrow(reason)
  })
})
