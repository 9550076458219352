import type express from 'express'

/** The path that was asked for, whatever router it is read in. */
export const pathOf = (req: express.Request): string => req.originalUrl.split('?', 1).join('')
