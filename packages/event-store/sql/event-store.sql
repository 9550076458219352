-- The event store: streams and their events, names taken once, and what is still to be published.
-- No foreign keys: every row is written by one statement that holds the stream's lock, and checks would cost on each event.
-- autovacuum_analyze_threshold: a table is not analysed while it is tiny. A cached plan made for ten rows scans the table, and
-- would still scan it when a sale has filled it; without statistics the planner takes ten pages for granted, and the index.

-- A stream's version is its lock and its compare-and-set. No index holds `version` and pages keep room, so an update stays on its page (HOT).
create table streams (
  stream_id uuid primary key,
  stream_type text not null,
  version integer not null
) with (fillfactor = 60, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_threshold = 2000);

-- Kept for ever, never updated.
create table events (
  stream_id uuid not null,
  version integer not null,
  event_id uuid not null,
  type text not null,
  schema_version smallint not null,
  occurred_at timestamptz not null,
  data jsonb not null,
  metadata jsonb not null,
  primary key (stream_id, version)
) with (autovacuum_vacuum_insert_threshold = 20000, autovacuum_analyze_threshold = 5000);

-- A row refers to its event, so the payload is written once. The identity must not be cached by sessions (cache 1, the
-- default): within a stream, the order of ids is the order of versions and of commits.
create table outbox_events (
  id bigint generated always as identity (cache 1) primary key,
  shard smallint not null,
  topic text not null,
  stream_id uuid not null,
  version integer not null,
  status text not null default 'NEW' check (status in ('NEW', 'SENT', 'FAILED')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz
) with (autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_threshold = 50000, autovacuum_analyze_threshold = 5000);

-- What the relay reads. Retention walks the primary key from its low end: no index on sent_at, which each sent row would pay for.
create index outbox_events_new on outbox_events (shard, id) where status = 'NEW';
create index outbox_events_failed on outbox_events (shard, stream_id) where status = 'FAILED';

-- Names that at most one append may ever take.
create table claims (
  name text primary key,
  stream_id uuid not null,
  version integer not null,
  data jsonb not null,
  created_at timestamptz not null default now()
) with (autovacuum_vacuum_threshold = 2000, autovacuum_analyze_threshold = 2000);

-- Claims expire by kind (what stands before the first colon): those kept for ever are never walked over.
create index claims_kind on claims (split_part(name, ':', 1), created_at);
