import { writeFile } from 'node:fs/promises'
import { prometheusRule, prometheusRulePath } from './prometheusRule.ts'

// `pnpm deployment:rules`, after an alert was changed; `pnpm format` then breaks its lines.
await writeFile(prometheusRulePath, await prometheusRule())
