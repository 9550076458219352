import { configFields, configGroups } from '@gavel/service-kit'
import { z } from 'zod'

/** Services are reached inside the installation, where TLS is no concern of ours. */
const upstreamUrls = configFields.urlList.refine(
  (urls) => urls.every((url) => url.startsWith('http://')),
  'must be URLs that start with http://',
)

export const webConfig = z.object({
  ...configGroups.service,
  ...configGroups.http,
  COMMAND_API_URLS: upstreamUrls,
  QUERY_API_URLS: upstreamUrls,
  /** The admin addresses of all services, for the status page. */
  STATUS_URLS: configFields.namedUrls,
})
