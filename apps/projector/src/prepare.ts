import { resolve } from 'node:path'
import { prepareService, preparing } from '@gavel/operator'
import { loadConfig } from '@gavel/service-kit'
import { configSchema } from './config.ts'

const directory = resolve(import.meta.dirname, '..')

prepareService({
  service: 'projector',
  schema: 'projector',
  directory,
  settings: () => loadConfig(configSchema.extend(preparing), { directory }),
})
