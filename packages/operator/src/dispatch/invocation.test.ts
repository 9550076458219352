import { describe, expect, it } from '@jest/globals'
import { invocationOf, placeIn } from './invocation.ts'

const program = { service: 'query-api', script: 'src/operator/check.ts' } as const
const typed = (argv: readonly string[], variables: NodeJS.ProcessEnv = {}) => placeIn(argv, variables)

describe('where a command runs', () => {
  it('is the local stack, as the service whose store it is, when nothing is said', () => {
    const { place, rest } = typed(['check', '1007'])
    expect(rest).toEqual(['check', '1007'])
    const { args, directory } = invocationOf(program, ['1007'], place)
    expect(args.slice(1)).toEqual([
      ...['exec', '--service', 'query-api', '--', process.execPath],
      ...['src/operator/check.ts', '--env', 'dev', '1007'],
    ])
    expect(directory).toMatch(/apps\/query-api$/)
  })

  it('is here with the environment as it is, where it is said', () => {
    const { place, rest } = typed(['log', '--env', 'prod', '1007'])
    expect(rest).toEqual(['log', '1007'])
    expect(invocationOf(program, [], place)).toMatchObject({
      file: process.execPath,
      args: ['src/operator/check.ts', '--env', 'prod'],
      directory: expect.stringMatching(/apps\/query-api$/),
    })
    expect(typed(['log', '--env=test']).place.environment).toBe('test')
    expect(typed(['log'], { GAVEL_ENV: 'test' }).place.environment).toBe('test')
  })

  it('is where the service is, which is production unless said otherwise', () => {
    const at = 'kubectl exec -i deploy/{service} -- env -C /gavel/apps/{service}'
    const { place } = typed(['check'], { GAVEL_AT: at })
    const { file, args } = invocationOf(program, ['1007'], place)
    expect(file).toBe('kubectl')
    expect(args.join(' ')).toBe(
      'exec -i deploy/query-api -- env -C /gavel/apps/query-api node src/operator/check.ts --env prod 1007',
    )
    expect(typed(['check', '--env', 'test'], { GAVEL_AT: at }).place.environment).toBe('test')
  })

  it('is nowhere else', () => {
    expect(() => typed(['log', '--env', 'staging'])).toThrow('--env is dev, test or prod')
    expect(() => typed(['log', '--env'])).toThrow('--env is')
    expect(() => invocationOf(program, [], { environment: 'prod', at: ' ' })).toThrow('GAVEL_AT is empty')
  })
})
