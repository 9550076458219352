import type { Admin } from 'kafkajs'
import { type ClientOptions, createClient } from './client.ts'
import { adminLimitMs } from './limits.ts'
import { withTimeLimit } from './timeLimit.ts'

export async function openAdmin(options: ClientOptions): Promise<Admin> {
  const admin = createClient(options).admin()
  await withTimeLimit('connect to Kafka', adminLimitMs, () => admin.connect())
  return admin
}
