import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'

export const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
})
export type Manifest = z.output<typeof manifestSchema>

/** @throws Error when the text is no YAML, or has something that is no manifest */
export function readManifests(text: string): readonly Manifest[] {
  return parseAllDocuments(text, { merge: true }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(String).join('\n'))
    const value: unknown = document.toJS()
    return value === null ? [] : [manifestSchema.parse(value)]
  })
}

/** All that stands in a folder's files by itself, which kustomizations do not. */
export async function manifestsIn(directory: string): Promise<readonly Manifest[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
  const texts = await Promise.all(files.toSorted().map((name) => readFile(join(directory, name), 'utf8')))
  return texts.flatMap((text) => readManifests(text))
}
