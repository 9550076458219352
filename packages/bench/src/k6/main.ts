import { runScript } from './runScript.ts'

/** `pnpm load <script>`: one of the load scripts in `packages/bench/k6`, by the k6 that is installed. */
process.exitCode = await runScript(process.argv.slice(2), {
  environment: process.env,
  say: (line) => console.error(line),
})
