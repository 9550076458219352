-- Views can be read again from their topics at any time and in any order, so these tables have no foreign keys.

create table lots (
  id uuid primary key,
  version integer not null,
  lot_number integer not null,
  title text not null,
  description text not null,
  category text,
  images jsonb not null,
  currency text not null,
  starting_price bigint not null,
  price bigint not null,
  minimum_bid bigint not null,
  buy_now_price bigint,
  status text not null,
  outcome text,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  bid_count integer not null,
  leader_id uuid,
  leader_paddle_number integer,
  leader_alias integer,
  seller_id uuid not null,
  seller_username text not null,
  seller_paddle_number integer not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
) with (fillfactor = 70); -- a bid changes no indexed column: with room on the page its update touches no index

create unique index lots_lot_number_key on lots (lot_number);
create index lots_newest on lots (created_at desc, id desc);
create index lots_ending on lots (ends_at, id);
create index lots_of_status_newest on lots (status, created_at desc, id desc);
create index lots_of_status_ending on lots (status, ends_at, id);
create index lots_of_category_newest on lots (category, created_at desc, id desc);
create index lots_of_seller_newest on lots (seller_id, created_at desc, id desc);

create table bids (
  id uuid primary key,
  auction_id uuid not null,
  version integer not null,
  lot_number integer not null,
  bidder_id uuid not null,
  paddle_number integer not null,
  alias integer not null,
  type text not null,
  amount bigint not null,
  at timestamptz(3) not null
);

create unique index bids_of_lot on bids (auction_id, version);

-- Counting a hot lot's bids at each read would take milliseconds.
create table bid_progress (
  auction_id uuid primary key,
  bid_count integer not null,
  newest_version integer not null
) with (fillfactor = 70);
