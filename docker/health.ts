/**
 * What HEALTHCHECK runs: is the service ready? Its admin port is the first argument, ADMIN_PORT wins. Compose starts one
 * service after another by this, hence ready and not merely alive.
 */
const { ADMIN_PORT: port = process.argv[2] } = process.env
const limitMs = 4_000

try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(limitMs) })
  process.exitCode = ok ? 0 : 1
} catch {
  process.exitCode = 1
}
