delete from search_generations where index <> 'lots';
alter table search_generations drop constraint search_generations_pkey, add primary key (number);
alter table search_generations drop column index;
