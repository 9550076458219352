-- People are known to the log by their id and paddle number alone. Addresses and hashes of passwords are rows, which can be
-- changed and deleted.
create sequence paddle_numbers as integer start with 10001;

create table users (
  id uuid primary key,
  paddle_number integer not null unique,
  email text not null unique check (email = lower(email)),
  username text not null,
  password_hash text not null,
  roles text[] not null,
  -- Of the refresh tokens that still count: raised, it ends every session.
  session_epoch integer not null default 1,
  created_at timestamptz(3) not null default now(),
  password_changed_at timestamptz(3) not null default now()
);
