/** One console appender: the supervisor writes what comes to the server's log file. */
export const log4j2Properties = `
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}] %p %m (%c{1})%n%throwable
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`

/** `key=value` lines, as Java reads them. */
export function propertyLines(properties: Record<string, string | number | boolean>): string {
  return `${Object.entries(properties)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')}\n`
}
