/** Whatever comes between the two readings makes the difference too small. */
const offsets = Array.from({ length: 20 }, () => Number(process.hrtime.bigint()) / 1e6 - performance.now())
const offsetMs = Math.max(...offsets)

/** The machine's monotonic clock: the same in every process, in milliseconds. */
export const machineMs = (): number => performance.now() + offsetMs
