import { connect } from 'node:net'
import type { ISocketFactory } from 'kafkajs'
import { keepAliveDelayMs } from './limits.ts'

/** kafkajs leaves Nagle's algorithm on, which holds back small requests for the other side's delayed ACK (40 ms). */
export const openSocket: ISocketFactory = ({ host, port, onConnect }) =>
  connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveDelayMs }, onConnect)
