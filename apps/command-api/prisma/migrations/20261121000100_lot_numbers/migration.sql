-- Lot numbers are said aloud and typed, so they start short but not silly. Gaps are fine.
create sequence lot_numbers as integer start with 1001;
