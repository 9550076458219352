import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dockerDirectory } from '../places.ts'

const head = `# Made of docker/prometheus/rules/gavel.yml by \`pnpm deployment:rules\`: change that one.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: gavel
spec:
`

/** The alerts, which Prometheus reads from a file, as the object that its operator reads. */
export async function prometheusRule(): Promise<string> {
  const text = await readFile(join(dockerDirectory, 'prometheus/rules/gavel.yml'), 'utf8')
  const groups = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return `${head}${groups.map((line) => `  ${line}\n`).join('')}`
}

export const prometheusRulePath = join(dockerDirectory, 'k8s/components/telemetry/rules.yaml')
