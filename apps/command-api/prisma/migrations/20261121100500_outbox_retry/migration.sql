-- A row that was given up is tried again by itself, ever more seldom. Null: it has never been given up.
alter table outbox_events add column retry_at timestamptz;
update outbox_events set retry_at = now() where status = 'FAILED';
