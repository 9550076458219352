import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** Once, when the page is built, as hard as it goes: nothing is compressed while people wait. */
const directory = resolve(import.meta.dirname, '../dist')
const bytesMin = 1_024

for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(?:js|css|html|svg|webmanifest)$/.test(entry.name)) continue
  const path = join(entry.parentPath, entry.name)
  const plain = await readFile(path)
  if (plain.length < bytesMin) continue
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  await writeFile(`${path}.gz`, gzipSync(plain, { level: constants.Z_BEST_COMPRESSION }))
  await writeFile(`${path}.br`, brotliCompressSync(plain, { params: quality }))
}
