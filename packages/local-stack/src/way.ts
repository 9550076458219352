import { connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a server that can be cut off and restored, for those who share the server with others. */
export type Way = { port: number; cut(): void; restore(): Promise<void>; close(): void }

export async function startWay(to: URL): Promise<Way> {
  const sockets = new Set<Socket>()
  let server: Server | undefined

  function carry(near: Socket): void {
    const far = connect(Number(to.port), to.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  }

  const listen = (port: number): Promise<number> =>
    new Promise((done) => {
      const listening = createServer(carry)
      server = listening
      listening.listen(port, '127.0.0.1', () => {
        const address = listening.address()
        done(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })

  const cut = (): void => {
    server?.close()
    for (const socket of sockets) socket.destroy()
  }

  const port = await listen(0)
  return {
    port,
    cut,
    async restore() {
      await listen(port)
    },
    close: cut,
  }
}
