-- What was read from Kafka is in these tables, and how far was read is in Kafka: the two belong together. Tables that are
-- made anew get a new epoch, the consumer group is named by it, and so they are filled from the beginning of the log.
create table epoch (
  id uuid primary key default gen_random_uuid()
);
insert into epoch default values;
