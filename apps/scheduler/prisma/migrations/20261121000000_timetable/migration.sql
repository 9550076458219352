-- The timetable: what is to be commanded of a stream (a lot) and when. An entry is a register that events are merged
-- into in any order: the due time of the newest version wins, done stays done. So a done entry is kept as a tombstone
-- for ever, like the log it is folded from: were it removed, a redelivered old event would bring it back for good.
create table entries (
  stream_id uuid not null,
  kind text not null check (kind in ('open', 'close')),
  version integer not null, -- of the event that named due_at; 0 while none has
  due_at timestamptz(3),
  done boolean not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz(3),
  primary key (stream_id, kind),
  check (done or (version > 0 and due_at is not null and next_attempt_at is not null))
) with (fillfactor = 80); -- room for attempts on the row's own page: a claim touches no indexed column (HOT updates)

-- Only what is still to come is in it, in the order it is claimed, so years of tombstones cost a tick nothing.
create index entries_pending on entries (due_at) where not done;
