-- A projection can be folded again from the log at any time, so its tables have no foreign keys: the fold keeps them whole.

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
  buy_now_price bigint,
  increments jsonb not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  seller_id uuid not null,
  seller_username text not null,
  seller_paddle_number integer not null,
  created_at timestamptz(3) not null,
  status text not null,
  outcome text,
  price bigint not null,
  bid_count integer not null,
  bidder_count integer not null,
  leader_id uuid,
  leader_paddle_number integer,
  leader_alias integer,
  updated_at timestamptz(3) not null,
  metadata jsonb not null
) with (fillfactor = 70); -- room for the next version of a hot lot on its own page (HOT updates)

-- A table and no jsonb map in the lot: ten thousand bidders would be written anew with every batch.
create table lot_bidders (
  auction_id uuid not null,
  bidder_id uuid not null,
  alias integer not null,
  primary key (auction_id, bidder_id)
);

create table bid_views (
  auction_id uuid not null,
  version integer not null,
  id uuid not null,
  lot_number integer not null,
  bidder_id uuid not null,
  paddle_number integer not null,
  alias integer not null,
  type text not null,
  amount bigint not null,
  at timestamptz(3) not null,
  primary key (auction_id, version)
);
