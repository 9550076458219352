import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const startTimeoutMs = 60_000

/**
 * Chromium out of npm, headless; unpacked once for all clones that share a cache. GAVEL_CHROMIUM names another one, for
 * machines that npm has none for. It ends with this process, however that ends: it hangs on a pipe of it.
 */
export async function launchChromium(): Promise<Browser> {
  const own = process.env.GAVEL_CHROMIUM
  const { executablePath, environment } = own ? { executablePath: own, environment: {} } : await fromNpm()
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...environment },
    // Not the package's own: they are made for one page in one process, without the rules of one origin. Without a
    // sandbox, since it runs as root in CI, and opens nothing but Gavel. Without a rasterizer to fall back from: a
    // screenshot taken during that fails.
    args: ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer', '--disable-quic'],
    timeout: startTimeoutMs,
  })
}

async function fromNpm() {
  const program = join(import.meta.dirname, 'unpack.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: startTimeoutMs })
  const directory = stdout.trim()
  return {
    executablePath: join(directory, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: join(directory, 'al2023/lib'),
      FONTCONFIG_FILE: join(directory, 'fonts.conf'),
    },
  }
}
