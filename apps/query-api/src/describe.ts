import { describe } from '@gavel/service-kit/openapi'
import { operations } from './openapi.ts'

/** What this service adds to openapi.yaml, on stdout as JSON: `pnpm contracts` asks for it. */
process.stdout.write(JSON.stringify(describe(operations)))
