-- Lots by when they were opened. No bid changes any of these columns.
create index lots_of_status_opened on lots (status, starts_at desc, id desc);

-- How many members watch a lot: to count a million watches at each read would take a second. Kept by the statements that
-- store watches (the count) and lots (whether it is open), each by its own column, so that either may be first. Every lot
-- that is open, or was, has a row; only those that are open are in the index, which is read from its beginning.
create table watch_counts (
  auction_id uuid primary key,
  watch_count integer not null,
  is_open boolean not null
);
insert into watch_counts (auction_id, watch_count, is_open)
select
  coalesce(lots.id, watched.auction_id),
  coalesce(watched.watch_count, 0),
  coalesce(lots.status = 'active', false)
from (select auction_id, count(*) as watch_count from watches where watching group by auction_id) as watched
full join (select id, status from lots where status = 'active') as lots on lots.id = watched.auction_id;
create index watch_counts_open_most on watch_counts (watch_count desc, auction_id desc) where is_open;
