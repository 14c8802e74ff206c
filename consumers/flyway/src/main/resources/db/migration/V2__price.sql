ALTER TABLE trades ADD COLUMN price Float64 DEFAULT 1.5;
-- A comment; with a semicolon.
INSERT INTO trades (id, symbol) SELECT number + 10, 'many' FROM numbers(100);
