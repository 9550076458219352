export { startAdminServer } from './admin/adminServer.ts'
export { createReadiness, type Readiness, type ReadinessReport } from './admin/readiness.ts'
export { ConfigError } from './config/configError.ts'
export { configFields } from './config/fields.ts'
export { loadConfig } from './config/loadConfig.ts'
export { type Correlation, correlation, correlationOf } from './http/correlation.ts'
export { type InputError, parseInput } from './http/input.ts'
export { jsonBody } from './http/jsonBody.ts'
export { type Listening, listen } from './http/listen.ts'
export { notFoundHandler, problemHandler, sendProblem } from './http/problemHandler.ts'
export { requestLog } from './http/requestLog.ts'
export { requestMetrics } from './http/requestMetrics.ts'
export { route } from './http/route.ts'
export { securityHeaders } from './http/securityHeaders.ts'
export { createLifecycle, type Lifecycle } from './lifecycle/lifecycle.ts'
export { runService } from './lifecycle/runService.ts'
export { createLogger, type Logger } from './logging/logger.ts'
export { createMetrics } from './metrics/metrics.ts'
export { type ProblemCode, problemCatalogue } from './problem/catalogue.ts'
export { Problem, type ProblemOptions } from './problem/problem.ts'
export type { Actor, Role } from './token/actor.ts'
export { actorOf, authenticate, optionalActor, optionalActorOf } from './token/authenticate.ts'
export {
  developmentAudience,
  developmentIssuer,
  developmentJwks,
  signDevelopmentToken,
} from './token/developmentToken.ts'
export { createTokenVerifier, type TokenVerifier } from './token/verifier.ts'
