-- Reserves, soft close, retractions, sales and offers. Rows stored before are of lots that had none of them; the defaults
-- are for these rows alone and go again, as every row that is written names its values.
alter table lots
  add column reserve_price bigint,
  add column reserve_met boolean not null default true,
  add column buy_now_available boolean not null default false,
  add column soft_close jsonb,
  add column extensions integer not null default 0,
  add column retracted_count integer not null default 0,
  add column sale jsonb,
  add column offer jsonb,
  add column ended_at timestamptz(3),
  add column cancel_reason text;
update lots set
  buy_now_available = buy_now_price is not null and status <> 'completed',
  ended_at = case when status = 'completed' then updated_at end;
alter table lots
  alter column reserve_met drop default,
  alter column buy_now_available drop default,
  alter column extensions drop default,
  alter column retracted_count drop default;

alter table bids
  add column maximum bigint,
  add column leads boolean not null default true,
  add column auto boolean not null default false,
  add column retracted_version integer;
update bids set maximum = amount;
alter table bids
  alter column maximum set not null,
  alter column leads drop default,
  alter column auto drop default;

alter table bid_progress add column retracted_count integer not null default 0;
alter table bid_progress alter column retracted_count drop default;

-- Where each bidder stands in each lot he bid on: his newest entry that counts. Written with every batch of bids, so no
-- column that changes is indexed and pages keep room (HOT updates).
create table standings (
  bidder_id uuid not null,
  auction_id uuid not null,
  amount bigint not null,
  maximum bigint not null,
  newest_version integer not null,
  at timestamptz(3) not null,
  primary key (bidder_id, auction_id)
) with (fillfactor = 70);
insert into standings (bidder_id, auction_id, amount, maximum, newest_version, at)
select distinct on (bidder_id, auction_id) bidder_id, auction_id, amount, maximum, version, at
from bids
order by bidder_id, auction_id, version desc;

create table watches (
  user_id uuid not null,
  auction_id uuid not null,
  version integer not null,
  watching boolean not null,
  at timestamptz(3) not null,
  primary key (user_id, auction_id)
);

create table blocks (
  user_id uuid not null,
  paddle_number integer not null,
  version integer not null,
  blocked boolean not null,
  at timestamptz(3) not null,
  primary key (user_id, paddle_number)
);
