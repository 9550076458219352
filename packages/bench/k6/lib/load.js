import http from 'k6/http'

/** Where Gavel is: the entry for people, which `pnpm start` opens here. */
export const url = __ENV.GAVEL_URL ?? 'http://localhost:4000'

/** People who are there at the same time. */
const vus = Number(__ENV.VUS ?? 1000)
/** How long all of them are there; before that they come one after the other. */
const duration = __ENV.DURATION ?? '1m'
const ramp = __ENV.RAMP ?? '1m'

/** A thousand people who come, stay and go; the run fails (k6 ends with 99) when they wait or are refused. */
export const options = {
  scenarios: {
    people: {
      executor: 'ramping-vus',
      startVUs: 0,
      stages: [
        { duration: ramp, target: vus },
        { duration, target: vus },
      ],
      // Nobody is cut off in the middle, which would count as a failure of the server's.
      gracefulStop: '1m',
    },
  },
  thresholds: { http_req_duration: ['p(95)<1000'], checks: ['rate>=0.95'] },
  setupTimeout: '2m',
}

// Whoever is too late with his bid is told so: an answer like any other.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 399 }, 409))

/** @throws Error when nobody answers, so that a run ends before it begins */
export function reach() {
  const answer = http.get(`${url}/v1/time`)
  if (answer.status !== 200) {
    throw new Error(`${url} answers ${answer.status || answer.error}. Start it with \`pnpm start\`, or set GAVEL_URL.`)
  }
}

/** Requests to one route count together, whatever is in their path. */
const paramsOf = (name, accessToken) => ({
  tags: { name },
  headers: {
    'Content-Type': 'application/json',
    ...(accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }),
  },
})

export const get = (name, path, accessToken) => http.get(`${url}${path}`, paramsOf(name, accessToken))

export const post = (name, path, body, accessToken) =>
  http.post(`${url}${path}`, JSON.stringify(body), paramsOf(name, accessToken))
