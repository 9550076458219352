-- The fixed-price shop. A SKU refers to its product by no foreign key: their views come on partitions of their own, and
-- either may be first.
create table products (
  id uuid primary key,
  version integer not null,
  product_number integer not null,
  name text not null,
  sku_count integer not null, -- that came with it
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create unique index products_number on products (product_number);
create index products_newest on products (created_at desc, id desc);

create table skus (
  id uuid primary key,
  version integer not null,
  sku_number integer not null,
  product_id uuid not null,
  code text not null,
  price bigint not null,
  currency text not null,
  stock integer not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create unique index skus_number on skus (sku_number);
create index skus_of_product on skus (product_id, sku_number);

-- Orders of the shop and of lots that were sold; what was ordered is kept as it was then.
create table orders (
  id uuid primary key,
  version integer not null,
  status text not null,
  payment text not null,
  buyer_id uuid not null,
  buyer_paddle_number integer not null,
  item jsonb not null,
  total bigint not null,
  currency text not null,
  payable_until timestamptz(3) not null,
  correlation_id text not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create index orders_of_buyer_newest on orders (buyer_id, created_at desc, id desc);
create index orders_of_buyer_of_status_newest on orders (buyer_id, status, created_at desc, id desc);
