delete from entries where kind = 'expire';
alter table entries drop constraint entries_kind_check;
alter table entries add constraint entries_kind_check check (kind in ('open', 'close', 'lapse'));
alter table entries rename column stream_id to auction_id;
