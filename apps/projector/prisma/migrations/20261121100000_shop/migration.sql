-- What is sold in the shop, and what is ordered: the view of each as it was last published. Nothing here is looked for
-- by anything but its id, so a view is kept whole.
create table products (
  id uuid primary key,
  version integer not null,
  view jsonb not null
);

-- A SKU that many want is written with each batch of its orders: room on the page keeps such updates on it (HOT).
create table skus (
  id uuid primary key,
  version integer not null,
  view jsonb not null
) with (fillfactor = 70);

create table orders (
  id uuid primary key,
  version integer not null,
  view jsonb not null
) with (fillfactor = 80);
