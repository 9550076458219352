drop table watch_counts;
drop index lots_of_status_opened;
