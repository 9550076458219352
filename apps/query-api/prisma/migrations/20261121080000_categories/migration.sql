-- The names of categories; lots carry their codes. Codes are in the order of their bytes, whatever the database's locale.
create table categories (
  id uuid primary key,
  version integer not null,
  code text collate "C" not null,
  name text not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create unique index categories_code on categories (code);
