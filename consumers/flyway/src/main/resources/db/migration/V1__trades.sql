CREATE TABLE trades (id Int64, symbol String) ENGINE = MergeTree ORDER BY id;
INSERT INTO trades VALUES (1, 'it''s; one'), (2, 'two');
