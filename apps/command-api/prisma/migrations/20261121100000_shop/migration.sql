-- The small integers by which people, and the clients of the older orders service, know products and SKUs. Gaps are fine.
create sequence product_numbers as integer start with 1;
create sequence sku_numbers as integer start with 1;
