import { join } from 'node:path'
import { roleOf, type ServiceRole } from '@gavel/local-stack'
import { appDirectory, type ServiceName, serviceNames } from '../services.ts'

/** An app that keeps a database. Its schema and its role in the development scope go by the same word. */
export type MigratedApp = { app: ServiceName; schema: ServiceRole; directory: string }

const migrated = (app: ServiceName, schema: ServiceRole): MigratedApp => ({
  app,
  schema,
  directory: join(appDirectory(app), 'prisma', 'migrations'),
})

export const migratedApps: readonly MigratedApp[] = serviceNames.flatMap((app) => {
  const schema = roleOf(app)
  return schema === undefined ? [] : [migrated(app, schema)]
})
