drop sequence sku_numbers;
drop sequence product_numbers;
