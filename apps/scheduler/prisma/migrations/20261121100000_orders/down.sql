delete from entries where kind = 'expire';
alter table entries drop constraint entries_kind_check;
alter table entries add constraint entries_kind_check check (kind in ('open', 'close', 'lapse'));
alter table entries rename column stream_id to auction_id;

-- How far was read is in Kafka: with a new epoch the logs are read again, and no order is missing when they are back.
update epoch set id = gen_random_uuid();
