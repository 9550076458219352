import type express from 'express'
import { headOfStream, type Viewer } from './viewer.ts'
import type { Viewers } from './viewers.ts'

/**
 * Answers with a stream until its client goes: `join` lets him watch, and gives how he leaves.
 * @throws Problem unavailable, and what `join` throws
 */
export async function serveStream(
  req: express.Request,
  res: express.Response,
  { viewers, join }: { viewers: Viewers; join: (viewer: Viewer) => Promise<{ leave(): void }> },
): Promise<void> {
  if (req.method === 'HEAD') {
    headOfStream(res)
    return
  }
  const viewer = viewers.admit(res)
  // Else express keeps every router that was asked for as long as the stream lasts: 10 MB for 10,000 of them.
  Reflect.set(req, 'next', undefined)
  const stay = await join(viewer)
  res.once('close', () => stay.leave())
  if (!viewer.isOpen()) stay.leave()
}
