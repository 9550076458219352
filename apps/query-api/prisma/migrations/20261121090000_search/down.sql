drop table search_generations;
