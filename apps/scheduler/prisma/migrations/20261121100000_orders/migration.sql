-- Orders fall due, too: a command is addressed to the stream of a lot or of an order.
alter table entries rename column auction_id to stream_id;
alter table entries drop constraint entries_kind_check;
alter table entries add constraint entries_kind_check check (kind in ('open', 'close', 'lapse', 'expire'));
