/**
 * What is kept: `value`, a page with the epoch it was found in; `lease`, of whoever asks Elasticsearch now; `epoch`, by
 * which everything is dropped at once; and beside them the index: for each category, and for searches through all of
 * them, the canonical searches by the least price they want, and the same by when they are over. A page counts only
 * while its search stands there: one that no change would find, because Redis has evicted the index, is none.
 */
export const scripts = {
  /**
   * The cached page; else the lease of whoever is finding it; else the lease, and the search is in the index before
   * Elasticsearch is asked: no change can pass it by.
   */
  searchBegin: `
      local value, lease, epoch, byPrice, byEnd = unpack(KEYS)
      local token, leaseMs, search, minPrice, ttlMs, entriesMax = unpack(ARGV)
      local now = redis.call('time')
      local nowMs = now[1] * 1000 + math.floor(now[2] / 1000)
      local current = redis.call('get', epoch)
      if not current then
        current = token
        redis.call('set', epoch, current)
      end
      local stands = redis.call('zscore', byPrice, search)
      if stands then
        local cached = redis.call('hmget', value, 'epoch', 'page')
        if cached[1] == current then return { 'hit', cached[2] } end
        local held = redis.call('hmget', lease, 'epoch', 'token')
        if held[1] == current then return { 'held', held[2] } end
      end
      for _, over in ipairs(redis.call('zrangebyscore', byEnd, '-inf', nowMs, 'limit', 0, 100)) do
        redis.call('zrem', byPrice, over)
        redis.call('zrem', byEnd, over)
      end
      if not stands and redis.call('zcard', byPrice) >= tonumber(entriesMax) then return { 'full' } end
      local lastsMs = tonumber(leaseMs) + tonumber(ttlMs)
      redis.call('unlink', value)
      redis.call('hset', lease, 'epoch', current, 'token', token)
      redis.call('pexpire', lease, leaseMs)
      redis.call('zadd', byPrice, minPrice, search)
      redis.call('zadd', byEnd, nowMs + lastsMs, search)
      redis.call('pexpire', byPrice, lastsMs)
      redis.call('pexpire', byEnd, lastsMs)
      return { 'lease', current }`,
  /** Keeps a page, unless a change has taken the lease away or everything was dropped. */
  searchFill: `
      local value, lease, epoch = unpack(KEYS)
      local token, asked, page, ttlMs = unpack(ARGV)
      if redis.call('hget', lease, 'token') ~= token then return 0 end
      redis.call('del', lease)
      if redis.call('get', epoch) ~= asked then return 0 end
      redis.call('hset', value, 'epoch', asked, 'page', page)
      redis.call('pexpire', value, ttlMs)
      return 1`,
  /** For whoever could not find the page. */
  searchRelease: `
      if redis.call('hget', KEYS[1], 'token') == ARGV[1] then redis.call('del', KEYS[1]) end
      return 1`,
} as const
