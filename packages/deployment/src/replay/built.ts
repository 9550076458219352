/** A stage that was built: its file system below `root`, and what its steps have set. */
export type Built = { root: string; directory: string; variables: Record<string, string>; programs: readonly string[] }
