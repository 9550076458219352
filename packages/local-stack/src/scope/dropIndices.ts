import { z } from 'zod'
import { authorization, elasticsearchUrl } from '../probes/elasticsearch.ts'

const indices = z.array(z.object({ index: z.string() }))
const limitMs = 30_000

/**
 * Deletes the indices whose names begin with the prefix, by name: Elasticsearch refuses a wildcard here.
 * @throws Error with the server's answer when it refuses
 */
export async function dropIndices(url: string, prefix: string): Promise<void> {
  const found = await ask(url, `/_cat/indices/${prefix}*?format=json&h=index&expand_wildcards=all`, 'GET')
  const names = indices.parse(await found.json()).map((entry) => entry.index)
  // The path of one request may have 4 KiB.
  for (let start = 0; start < names.length; start += 20) {
    await ask(url, `/${names.slice(start, start + 20).join(',')}?ignore_unavailable=true`, 'DELETE')
  }
}

async function ask(url: string, path: string, method: string): Promise<Response> {
  const answer = await fetch(elasticsearchUrl(url, path), {
    method,
    headers: authorization(url),
    signal: AbortSignal.timeout(limitMs),
  })
  if (!answer.ok) throw new Error(`Elasticsearch ${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer
}
