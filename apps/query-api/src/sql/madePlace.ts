/** A place in a list by when things were made, newest first. */
export type MadePlace = { at: string; id: string }

/** Before it lies everything. */
export const newestOfAll: MadePlace = { at: '9999-12-31T23:59:59.999Z', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
