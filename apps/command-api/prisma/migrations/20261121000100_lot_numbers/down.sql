drop sequence lot_numbers;
