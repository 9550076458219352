-- What can be due is not a lot's alone any more: an offer lapses. So an entry is about a subject, a lot or an offer, and
-- knows the lot besides, since a command is addressed to a lot.
alter table entries rename column stream_id to subject_id;
alter table entries add column auction_id uuid;
update entries set auction_id = subject_id;
alter table entries alter column auction_id set not null;
alter table entries drop constraint entries_kind_check;
alter table entries add constraint entries_kind_check check (kind in ('open', 'close', 'lapse'));

-- The code before this one put the facts it did not know into the dead-letter topic. With a new epoch the log is read
-- again from its beginning, once, so whoever ran both has nothing missing.
update epoch set id = gen_random_uuid();
