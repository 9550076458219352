import type { StackLease } from '../leaseStack.ts'

/** Jest loads setup and teardown as modules of one process: what the first leaves here the second finds. */
export const held: { lease: StackLease | undefined } = { lease: undefined }
