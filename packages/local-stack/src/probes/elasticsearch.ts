import { z } from 'zod'

const health = z.object({ cluster_name: z.string(), status: z.string(), timed_out: z.boolean() })

/** Resolves with the cluster's name once its health is yellow or better. */
export async function probeElasticsearch(url: string): Promise<string> {
  const answer = await fetch(elasticsearchUrl(url, '/_cluster/health?wait_for_status=yellow&timeout=2s'), {
    signal: AbortSignal.timeout(4_000),
    headers: authorization(url),
  })
  const { cluster_name, status, timed_out } = health.parse(await answer.json())
  if (timed_out || status === 'red') throw new Error(`cluster is ${status}`)
  return cluster_name
}

/** `fetch` refuses a URL that carries a name and password. */
export function authorization(url: string): Record<string, string> {
  const { username, password } = new URL(url)
  if (username === '') return {}
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
}

/** A path on that server, without the credentials. */
export function elasticsearchUrl(url: string, path: string): URL {
  const target = new URL(path, url)
  target.username = ''
  target.password = ''
  return target
}
