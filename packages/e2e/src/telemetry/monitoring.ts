import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '../../../..')

const filesIn = (folder: string, ending: string): readonly { name: string; text: string }[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, text: readFileSync(join(root, folder, name), 'utf8') }))

const ruleFile = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({ summary: z.string().min(10) }),
        }),
      ),
    }),
  ),
})

const panel = z.object({
  type: z.string(),
  title: z.string(),
  datasource: z.object({ uid: z.string() }).optional(),
  targets: z.array(z.object({ refId: z.string(), expr: z.string() })).default([]),
})
const dashboardFile = z.object({ uid: z.string(), title: z.string(), panels: z.array(panel) })
const datasourceFile = z.object({ datasources: z.array(z.object({ uid: z.string() })) })

/** The alerts of docker/prometheus/rules. */
export const alerts = filesIn('docker/prometheus/rules', '.yml').flatMap(({ text }) =>
  ruleFile.parse(parse(text)).groups.flatMap(({ rules }) => rules),
)

/** The dashboards of docker/grafana. */
export const dashboards = filesIn('docker/grafana/dashboards', '.json').map(({ text }) =>
  dashboardFile.parse(JSON.parse(text)),
)

export const datasourceUids = filesIn('docker/grafana/provisioning/datasources', '.yml').flatMap(({ text }) =>
  datasourceFile.parse(parse(text)).datasources.map(({ uid }) => uid),
)

/** Every query of the alerts and dashboards, with where it stands. */
export const queries: readonly { where: string; text: string }[] = [
  ...alerts.map(({ alert, expr }) => ({ where: `alert ${alert}`, text: expr })),
  ...dashboards.flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, targets }) =>
      targets.map(({ refId, expr }) => ({ where: `${uid}: ${title} ${refId}`, text: expr })),
    ),
  ),
]

/** The entries of the runbook by their alerts, each as it is written. */
export function runbook(): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, 'docs/operations.md'), 'utf8')
  const entries = text.split(/^## .*$/m).flatMap((chapter) => chapter.split(/^### /m).slice(1))
  return new Map(
    entries.map((entry) => {
      const [name = '', ...lines] = entry.split('\n')
      return [name, lines.join('\n')] as const
    }),
  )
}
