-- Reserves, soft close, retractions, sales and offers. Lots listed before had none of them, so the defaults say what is so;
-- they go again, as every row that is written names its values.
alter table lots
  add column reserve_price bigint,
  add column buy_now_policy text not null default 'until_price_reached',
  add column soft_close jsonb,
  add column extensions integer not null default 0,
  add column retracted_count integer not null default 0,
  add column sale jsonb,
  add column offer jsonb,
  add column ended_at timestamptz(3),
  add column cancel_reason text;
alter table lots
  alter column buy_now_policy drop default,
  alter column extensions drop default,
  alter column retracted_count drop default;
update lots set ended_at = updated_at where status = 'completed';

alter table bid_views
  add column maximum bigint,
  add column leads boolean not null default true,
  add column auto boolean not null default false,
  add column retracted_version integer;
update bid_views set maximum = amount;
alter table bid_views
  alter column maximum set not null,
  alter column leads drop default,
  alter column auto drop default;

-- What members keep for themselves: the lots they watch, by id, and the paddles they block, by number.
create table member_marks (
  user_id uuid not null,
  kind text not null check (kind in ('watch', 'block')),
  subject text not null,
  version integer not null,
  is_on boolean not null,
  at timestamptz(3) not null,
  primary key (user_id, kind, subject)
);
