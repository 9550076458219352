/**
 * What is kept: `page`, with the mark it was found under; `lease`, of whoever asks Elasticsearch now; `tag`, a random
 * value that goes when an order with the tag is indexed; `epoch`, by which everything is dropped at once. A mark is the
 * epoch and the value of the tag. A tag that is missing, because an order took it or Redis has lost it, is made with a
 * value that no page was found under: so nothing depends on how long it lives, and who is never searched for costs nothing.
 */
export const scripts = {
  /** The cached page; else the lease of whoever is finding it; else the lease. */
  begin: `
      local page, lease, epoch, tag = unpack(KEYS)
      local token, leaseMs, ttlMs = unpack(ARGV)
      local current = redis.call('get', epoch)
      if not current then
        current = token
        redis.call('set', epoch, current)
      end
      local lastsMs = tonumber(leaseMs) + tonumber(ttlMs)
      local value = redis.call('get', tag)
      if not value then
        value = token
        redis.call('set', tag, value)
      end
      local mark = current .. ' ' .. value
      local cached = redis.call('hmget', page, 'mark', 'page')
      if cached[1] == mark then return { 'hit', cached[2] } end
      local held = redis.call('hmget', lease, 'mark', 'token')
      if held[1] == mark then return { 'held', held[2] } end
      redis.call('pexpire', tag, lastsMs)
      redis.call('hset', lease, 'mark', mark, 'token', token)
      redis.call('pexpire', lease, leaseMs)
      return { 'lease', mark }`,
  /** Keeps a page, unless an order has taken the tag away or everything was dropped. */
  fill: `
      local page, lease, epoch, tag = unpack(KEYS)
      local token, mark, found, ttlMs = unpack(ARGV)
      if redis.call('hget', lease, 'token') ~= token then return 0 end
      redis.call('del', lease)
      if (redis.call('get', epoch) or '') .. ' ' .. (redis.call('get', tag) or '') ~= mark then return 0 end
      redis.call('hset', page, 'mark', mark, 'page', found)
      redis.call('pexpire', page, ttlMs)
      return 1`,
  /** For whoever could not find the page. */
  release: `
      if redis.call('hget', KEYS[1], 'token') == ARGV[1] then redis.call('del', KEYS[1]) end
      return 1`,
} as const
