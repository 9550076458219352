-- The names of categories; lots carry their codes.
create table categories (
  id uuid primary key,
  version integer not null,
  code text not null,
  name text not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
