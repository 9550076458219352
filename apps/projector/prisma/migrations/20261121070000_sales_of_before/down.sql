-- The column goes with the migration before this one.
select 1;
