-- Lots were the only index so far. Each counts its own generations. The default stays for a service that was started
-- before this migration and still knows of lots alone.
alter table search_generations add column index text not null default 'lots';
alter table search_generations drop constraint search_generations_pkey, add primary key (index, number);
