drop table orders;
drop table skus;
drop table products;
