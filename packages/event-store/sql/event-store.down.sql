drop table claims;
drop table outbox_events;
drop table events;
drop table streams;
