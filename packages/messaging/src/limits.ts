/** Every limit of the package in one place. */
export const connectionTimeoutMs = 3_000
export const requestTimeoutMs = 10_000
export const keepAliveDelayMs = 30_000

/** New partitions are noticed and leaders that moved are found within this time, without an error first. */
export const metadataMaxAgeMs = 30_000

/** A send is given up after `sendLimitMs`; a request and the broker's own wait must leave room for a second try. */
export const sendLimitMs = 10_000
export const produceRequestTimeoutMs = 4_000
export const produceAcksTimeoutMs = 3_500

/** How long the partitions of a killed member rest. */
export const sessionTimeoutMs = 10_000
/** A rebalance halts the whole group until its last member has noticed, which it does at its next beat. */
export const heartbeatIntervalMs = 1_000
/** How long a rebalance waits for a member that is still handling a batch. */
export const rebalanceTimeoutMs = 20_000
/** A join may have to wait for a whole rebalance of the others, and for the session of one that was killed. */
export const joinLimitMs = 45_000

/** kafkajs waits for this long in a fetch before it can stop or beat; its default of 5 s makes both slow. */
export const fetchMaxWaitMs = 100
/** Several partitions at once hide the latency of the store behind `handle`, and share one rest; within one there is order. */
export const partitionsAtOnce = 16
export const fetchAgeLimitMs = 15_000

export const maxBatchDefault = 500
export const maxAttemptsDefault = 10
export const commitAttempts = 3

/** Below a service's own limit for stopping (10 s). */
export const stopLimitMs = 8_000
export const adminLimitMs = 30_000
export const checkLimitMs = 1_000
export const lagLimitMs = 5_000
export const groupDeletionLimitMs = 2_000
/** A topic of dead letters is short; one that is not is read in parts. */
export const readLimitMs = 120_000
