delete from entries where kind = 'lapse';
alter table entries drop constraint entries_kind_check;
alter table entries add constraint entries_kind_check check (kind in ('open', 'close'));
alter table entries drop column auction_id;
alter table entries rename column subject_id to stream_id;
