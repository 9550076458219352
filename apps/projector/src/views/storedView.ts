/** What every view has, whatever it shows. */
export type StoredView = { id: string; version: number }
