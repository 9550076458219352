import { defineConfig } from 'prisma/config'

// No datasource: `prisma generate` needs none, and migrations are run by @gavel/database.
export default defineConfig({ schema: 'prisma/schema.prisma' })
