type Write = (fields: object, message: string) => void

/** The part of pino that is used here. */
export type MessagingLogger = { debug: Write; info: Write; warn: Write; error: Write }
