drop table users;
drop sequence paddle_numbers;
