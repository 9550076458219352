import { resolve } from 'node:path'
import { prepareService, preparing } from '@gavel/operator'
import { loadConfig } from '@gavel/service-kit'
import { schedulerConfig } from './config.ts'

const directory = resolve(import.meta.dirname, '..')

prepareService({
  service: 'scheduler',
  schema: 'scheduler',
  directory,
  settings: () => loadConfig(schedulerConfig.extend(preparing), { directory }),
})
