/** What this package says goes here; a pino logger fits. */
export type DatabaseLogger = {
  info(details: object, message: string): void
  error(details: object, message: string): void
}

export const silentLogger: DatabaseLogger = { info() {}, error() {} }
