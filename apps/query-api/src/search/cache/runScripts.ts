import type { Redis } from 'ioredis'

/** Runs a script by its name. By its text each time, which Redis knows by its hash: nothing has to be set up or kept. */
export const runScripts =
  <Script extends string>(redis: Redis, scripts: Readonly<Record<Script, string>>) =>
  (script: Script, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> =>
    redis.eval(scripts[script], keys.length, ...keys, ...values)
