import { describe, expect, it } from '@jest/globals'
import type { Scope } from './scope.ts'
import { serviceEnvironment, serviceNames } from './serviceEnvironment.ts'

const scope: Scope = {
  name: 'x',
  addresses: { postgresUrl: 'pg', kafkaBrokers: 'kafka', redisUrl: 'redis', elasticsearchUrl: 'es' },
  databaseName: 'gavel_x',
  databaseUrl: (role) => `database of ${role}`,
  adminDatabaseUrl: 'admin',
  topicPrefix: 'x.',
  redisPrefix: 'x:',
  elasticsearchPrefix: 'x-',
  drop: async () => {},
}

describe('the environment of a service', () => {
  it('names the stores it may know, and no other', () => {
    const known = Object.fromEntries(serviceNames.map((name) => [name, Object.keys(serviceEnvironment(scope, name))]))
    const own = ['DATABASE_URL', 'KAFKA_BROKERS', 'TOPIC_PREFIX']
    expect(known).toEqual({
      'command-api': [...own, 'REDIS_URL', 'REDIS_PREFIX'],
      'query-api': [...own, 'REDIS_URL', 'REDIS_PREFIX', 'ELASTICSEARCH_URL', 'ELASTICSEARCH_PREFIX'],
      projector: own,
      scheduler: own,
      web: [],
    })
  })

  it('gives each its own role', () => {
    expect(serviceEnvironment(scope, 'query-api').DATABASE_URL).toBe('database of query')
    expect(serviceEnvironment(scope, 'command-api').DATABASE_URL).toBe('database of command')
  })
})
