alter table outbox_events drop column retry_at;
