import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflate } from '@sparticuz/chromium'
import { z } from 'zod'

// A program of its own, which prints where Chromium is: the package unpacks to the temporary directory of its whole
// process, and takes whatever lies there, of another version or half written by somebody else, for what it wants.
const cache = resolve(process.env.GAVEL_CACHE ?? join(import.meta.dirname, '../../../../.gavel/cache'))
const packed = resolve(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..')
const manifest = z.object({ version: z.string() })
const { version } = manifest.parse(JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')))
const unpacked = join(cache, `chromium-${version}`)

/** Of al2023 come the libraries that a bare machine lacks: nss, nspr and expat. */
const parts = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']

/** Whatever fonts the machine has, and one for a machine that has none. */
const fontsConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(unpacked, 'fonts/fonts')}</dir>
  <cachedir>${join(unpacked, 'fonts-cache')}</cachedir>
</fontconfig>
`

const isThere = (): Promise<boolean> =>
  access(unpacked).then(
    () => true,
    () => false,
  )

/** Beside its place, then there in one step: who comes at the same time finds all of it or nothing. */
async function unpack(): Promise<void> {
  await mkdir(cache, { recursive: true })
  const apart = await mkdtemp(`${unpacked}-`)
  process.env.TMPDIR = apart
  try {
    for (const part of parts) await inflate(join(packed, 'bin', part))
    await writeFile(join(apart, 'fonts.conf'), fontsConfiguration)
    await rename(apart, unpacked)
  } catch (error) {
    await rm(apart, { recursive: true, force: true })
    // Somebody else was faster.
    if (!(await isThere())) throw error
  }
}

if (!(await isThere())) await unpack()
console.log(unpacked)
