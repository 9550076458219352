/** Starts one service, says its pid, and waits to be killed. */
import { startReaper } from '@gavel/local-stack'
import { smallService } from '../smallService.ts'

const service = await smallService({ reaper: startReaper() })
await service.start()
console.log(service.pid())
setInterval(() => {}, 60_000)
