// Every statement takes the schema's name as $1. pg_catalog rather than information_schema: it has the precision, the
// identity and the order of a key's columns without six joins.

/** Tables, and partitioned tables as one. An enum's bare name, as search_path need not be the schema asked about. */
export const selectColumns = `
select c.relname as "table", a.attname as "column", not a.attnotnull as nullable,
  case
    when t.typtype = 'e' then t.typname
    when e.typtype = 'e' then e.typname || '[]'
    else format_type(a.atttypid, a.atttypmod)
  end as type,
  a.atthasdef or a.attidentity <> '' as "hasDefault"
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p') and not c.relispartition
  and c.relname <> '_prisma_migrations'
order by c.relname, a.attnum`

/** Unique indexes over some of the rows or over expressions are left out: Prisma has no word for them. */
export const selectKeys = `
select c.relname as "table", i.indisprimary as "isPrimary",
  array(
    select a.attname::text
    from unnest(i.indkey[0:i.indnkeyatts - 1]) with ordinality k (attnum, position)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
    order by k.position
  ) as columns
from pg_index i
join pg_class c on c.oid = i.indrelid
where c.relnamespace = to_regnamespace($1) and not c.relispartition
  and i.indisunique and i.indpred is null and i.indexprs is null`

export const selectForeignKeys = `
select c.relname as "table", f.relname as target,
  array(
    select a.attname::text from unnest(k.conkey) with ordinality o (attnum, position)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.attnum order by o.position
  ) as columns,
  array(
    select a.attname::text from unnest(k.confkey) with ordinality o (attnum, position)
    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = o.attnum order by o.position
  ) as "targetColumns"
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_class f on f.oid = k.confrelid
where c.relnamespace = to_regnamespace($1) and k.contype = 'f' and k.conparentid = 0`

export const selectEnums = `
select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as values
from pg_type t
join pg_enum e on e.enumtypid = t.oid
where t.typnamespace = to_regnamespace($1)
group by t.typname`
