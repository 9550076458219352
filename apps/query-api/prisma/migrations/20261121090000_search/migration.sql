-- Each time the search index is built anew it is another generation: an index and a consumer group of its own, both named
-- by the number. The newest is the one that is wanted; which one is searched says the alias in Elasticsearch.
create table search_generations (
  number integer primary key,
  mapping text not null,
  created_at timestamptz not null default now()
);
