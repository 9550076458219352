#!/bin/sh
# Runs once, when the volume is new: a role and a schema for each service, which sees no other. As packages/local-stack
# makes them where there is no container: packages/deployment runs both and compares them.
set -eu

for service in command query projector scheduler; do
  password=$(printenv "$(echo "$service" | tr a-z A-Z)_PASSWORD")
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    -v role="gavel_$service" -v schema="$service" -v password="$password" -v database="$POSTGRES_DB" <<'SQL'
    create role :"role" login noinherit password :'password';
    grant connect on database :"database" to :"role";
    create schema :"schema" authorization :"role";
    alter role :"role" in database :"database" set search_path to :"schema";
SQL
done

# Whose tables follow from topics are built anew beside those in use: `gavel rebuild`.
for service in query projector; do
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    -v role="gavel_$service" -v schema="${service}_next" <<'SQL'
    create schema :"schema" authorization :"role";
SQL
done

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -v database="$POSTGRES_DB" <<'SQL'
  revoke all on database :"database" from public;
  revoke all on schema public from public;
SQL
