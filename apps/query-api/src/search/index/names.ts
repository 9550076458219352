/** What the indices of one installation are called. */
export type IndexNames = {
  /** The alias that is searched. */
  searched: string
  /** The index of a generation. */
  index(generation: number): string
  /** The alias through which a generation is written, and which goes with its index. */
  written(generation: number): string
  /** The generation of an index; undefined when it is none of ours. */
  generationOf(index: string): number | undefined
}

export function indexNames(prefix: string): IndexNames {
  const searched = `${prefix}lots`
  const beginning = `${searched}-`
  return {
    searched,
    index: (generation) => `${beginning}${generation}`,
    written: (generation) => `${beginning}${generation}-written`,
    generationOf(index) {
      const rest = index.startsWith(beginning) ? index.slice(beginning.length) : ''
      return /^[1-9]\d{0,8}$/.test(rest) ? Number(rest) : undefined
    },
  }
}
