-- Queries whose answers are kept as golden bytes: a line with the name, then the query.

-- nothing.null
SELECT NULL AS n, [] AS a, [NULL] AS na, tuple() AS t, [tuple()] AS ta FROM numbers(2)

-- array.nested
SELECT range(number) AS a, arrayMap(x -> range(x), range(number)) AS aa, arrayMap(x -> toString(x), range(number)) AS s FROM numbers(5)

-- tuple.names
SELECT CAST((1, 'x', NULL, 2, (3, ['y'])), 'Tuple(a UInt8, `b c` String, `d\\`e` Nullable(Int64), `select` UInt8, t Tuple(x Int8, y Array(String)))') AS t

-- map.repeated
SELECT CAST([('k', 1), ('k', 2)], 'Map(String, UInt8)') AS m, CAST(map((1, 'q'), [1]), 'Map(Tuple(UInt8, String), Array(UInt8))') AS t

-- nested.column
SELECT CAST([('x', 1, [tuple(NULL)]), ('y', 2, [])], 'Nested(a String, b Int8, c Nested(d Nullable(UInt8)))') AS n

-- geo.all
SELECT CAST((1.5, -2), 'Point') AS p, CAST([(0, 0), (1, 1)], 'Ring') AS r, CAST([[(0, 0), (1, 1)]], 'Polygon') AS pg, CAST([[[(0, 0)]]], 'MultiPolygon') AS mp, CAST([(0, 1)], 'LineString') AS l, CAST([[(0, 1)], []], 'MultiLineString') AS ml

-- geo.geometry
SELECT arrayJoin([CAST(CAST((1, 2), 'Point'), 'Geometry'), CAST(CAST([(0, 0)], 'Ring'), 'Geometry'), NULL]) AS g

-- variant.rows
SELECT multiIf(number % 4 = 0, CAST(number, 'Variant(UInt64, String, Array(LowCardinality(String)))'), number % 4 = 1, CAST('s', 'Variant(UInt64, String, Array(LowCardinality(String)))'), number % 4 = 2, CAST(['a', 'b']::Array(LowCardinality(String)), 'Variant(UInt64, String, Array(LowCardinality(String)))'), NULL) AS v, [v] AS a FROM numbers(9) SETTINGS max_block_size = 4

-- dynamic.rows
SELECT arrayJoin([1::UInt8::Dynamic, 'x'::Dynamic, NULL, [1, 2]::Array(UInt8)::Dynamic, (1::UInt8, 'q')::Tuple(a UInt8, b String)::Dynamic, toDate('2020-01-01')::Dynamic]) AS d, [d] AS a

-- dynamic.shared
SELECT CAST(d, 'Dynamic(max_types=1)') AS s, CAST(d, 'Dynamic(max_types=0)') AS z FROM (SELECT arrayJoin([1::UInt8::Dynamic, 'x'::Dynamic, NULL, map('k', [1, NULL])::Map(String, Array(Nullable(Int8)))::Dynamic, toDateTime64('2020-01-01 00:00:00.5', 3, 'UTC')::Dynamic, 1.50::Decimal(9, 2)::Dynamic, 'a'::Enum8('a' = 1)::Dynamic, toIPv6('::1')::Dynamic, '{"q":[1]}'::JSON::Dynamic, [1::Int64::Dynamic, 'y'::Dynamic]::Array(Dynamic)::Dynamic, toIntervalDay(5)::Dynamic, 'f'::FixedString(3)::Dynamic, 'lc'::LowCardinality(String)::Dynamic, (1, 2)::Point::Dynamic]) AS d)

-- json.rows
SELECT arrayJoin(['{"a":1,"b":{"c":"x","d":[1,2]}}', '{"a":"s","e":[{"f":1.5},{"f":true}]}', '{}', '{"g":null,"h":["x",null]}'])::JSON AS j, [j] AS a, map('k', j) AS m, (j, 1) AS t

-- json.shared
SELECT arrayJoin(['{"a":1,"b":{"c":"x","d":[1,2]}}', '{"a":"s","e":[{"f":1.5},{"f":true}]}', '{}', '{"g":null,"h":["x",null]}'])::JSON(max_dynamic_paths=1) AS j

-- json.no_paths
SELECT arrayJoin(['{"a":1,"b":{"c":"x","d":[1,2]}}', '{"a":"s","e":[{"f":1.5},{"f":true}]}', '{}', '{"g":null,"h":["x",null]}'])::JSON(max_dynamic_paths=0, max_dynamic_types=0) AS j

-- json.typed
SELECT arrayJoin(['{"a":1,"b":{"c":"x","d":[1,2]}}', '{"a":"s","e":[{"f":1.5},{"f":true}]}', '{}', '{"g":null,"h":["x",null]}'])::JSON(id UInt32, `b.c` LowCardinality(String), z Array(Nullable(Int64)), SKIP h, SKIP REGEXP '^e') AS j

-- json.blocks
SELECT concat('{"n":', toString(number), ',"k', toString(number % 2), '":"v"}')::JSON AS j FROM numbers(6) SETTINGS max_block_size = 2

-- json.nullable
SELECT arrayJoin([NULL, '{"a":1}', '{}'])::Nullable(JSON) AS j

-- qbit.all
SELECT [1, -2, 1e30]::Array(Float32)::QBit(Float32, 3) AS f, arrayMap(x -> x / 3, range(9))::QBit(Float64, 9) AS d, arrayMap(x -> toBFloat16(x), range(8))::QBit(BFloat16, 8) AS b, [-128, 127, 0]::Array(Int8)::QBit(Int8, 3) AS i, range(16)::Array(Float32)::QBit(Float32, 16, 8) AS s

-- simple_aggregate.all
SELECT CAST(5, 'SimpleAggregateFunction(sum, UInt64)') AS s, CAST(NULL, 'SimpleAggregateFunction(max, Nullable(String))') AS m, CAST('lc', 'SimpleAggregateFunction(anyLast, LowCardinality(String))') AS l, CAST([1], 'SimpleAggregateFunction(groupArrayArray, Array(UInt8))') AS a

-- states.numbers
SELECT countState() AS c, sumState(number) AS su, sumState(-toInt8(number)) AS si, sumState(number / 2) AS sf, sumState(toDecimal32(number, 2)) AS sd, avgState(number) AS au, avgState(-toInt16(number)) AS ai, avgState(number / 2) AS af FROM numbers(7)

-- states.values
SELECT minState(toString(number)) AS s, maxState(toDate32('2020-01-01') + number) AS d, anyState(toIPv4('1.2.3.4')) AS i, anyLastState(toUUID('00112233-4455-6677-8899-aabbccddeeff')) AS u, minState(toFixedString('ab', 3)) AS f FROM numbers(3)

-- states.empty
SELECT countState() AS c, sumState(number) AS s, minState(number) AS m, anyState(toString(number)) AS a, groupArrayState(number) AS g FROM numbers(0)

-- states.nullable
SELECT sumState(n) AS s, minState(n) AS m, countState(n) AS c, groupArrayState(n) AS g, maxState(z) AS z FROM (SELECT arrayJoin([1, NULL, 3]) AS n, NULL::Nullable(String) AS z)

-- states.arrays
SELECT groupArrayState(toUInt8(number)) AS u, groupArrayState(toString(number)) AS s, groupArrayState(toDate(number)) AS d, groupArrayState(toDate32('1900-01-01') + number) AS w, groupArrayState(toDecimal64(number, 3)) AS p, groupArrayState(toIPv6('::1')) AS i, groupArrayState(toDateTime64(number, 3, 'UTC')) AS t, groupArrayState(toFixedString('ab', 3)) AS f FROM numbers(3)

-- nullable.tuple
SELECT arrayJoin([NULL, (1, 'x')])::Nullable(Tuple(a UInt8, b String)) AS t

-- shape.no_rows
SELECT number AS n FROM numbers(3) WHERE number > 5

-- shape.wide
SELECT 0 AS c0, 1 AS c1, 2 AS c2, 3 AS c3, 4 AS c4, 5 AS c5, 6 AS c6, 7 AS c7, 8 AS c8, 9 AS c9, 10 AS c10, 11 AS c11, 12 AS c12, 13 AS c13, 14 AS c14, 15 AS c15, 16 AS c16, 17 AS c17, 18 AS c18, 19 AS c19, 20 AS c20, 21 AS c21, 22 AS c22, 23 AS c23, 24 AS c24, 25 AS c25, 26 AS c26, 27 AS c27, 28 AS c28, 29 AS c29, 30 AS c30, 31 AS c31, 32 AS c32, 33 AS c33, 34 AS c34, 35 AS c35, 36 AS c36, 37 AS c37, 38 AS c38, 39 AS c39, 40 AS c40, 41 AS c41, 42 AS c42, 43 AS c43, 44 AS c44, 45 AS c45, 46 AS c46, 47 AS c47, 48 AS c48, 49 AS c49, 50 AS c50, 51 AS c51, 52 AS c52, 53 AS c53, 54 AS c54, 55 AS c55, 56 AS c56, 57 AS c57, 58 AS c58, 59 AS c59, 60 AS c60, 61 AS c61, 62 AS c62, 63 AS c63, 64 AS c64, 65 AS c65, 66 AS c66, 67 AS c67, 68 AS c68, 69 AS c69, 70 AS c70, 71 AS c71, 72 AS c72, 73 AS c73, 74 AS c74, 75 AS c75, 76 AS c76, 77 AS c77, 78 AS c78, 79 AS c79, 80 AS c80, 81 AS c81, 82 AS c82, 83 AS c83, 84 AS c84, 85 AS c85, 86 AS c86, 87 AS c87, 88 AS c88, 89 AS c89, 90 AS c90, 91 AS c91, 92 AS c92, 93 AS c93, 94 AS c94, 95 AS c95, 96 AS c96, 97 AS c97, 98 AS c98, 99 AS c99, 100 AS c100, 101 AS c101, 102 AS c102, 103 AS c103, 104 AS c104, 105 AS c105, 106 AS c106, 107 AS c107, 108 AS c108, 109 AS c109, 110 AS c110, 111 AS c111, 112 AS c112, 113 AS c113, 114 AS c114, 115 AS c115, 116 AS c116, 117 AS c117, 118 AS c118, 119 AS c119, 120 AS c120, 121 AS c121, 122 AS c122, 123 AS c123, 124 AS c124, 125 AS c125, 126 AS c126, 127 AS c127, 128 AS c128, 129 AS c129, 130 AS c130, 131 AS c131, 132 AS c132, 133 AS c133, 134 AS c134, 135 AS c135, 136 AS c136, 137 AS c137, 138 AS c138, 139 AS c139, 140 AS c140, 141 AS c141, 142 AS c142, 143 AS c143, 144 AS c144, 145 AS c145, 146 AS c146, 147 AS c147, 148 AS c148, 149 AS c149

-- dictionary.300
SELECT toLowCardinality(toString(number % 300)) AS l FROM numbers(400)

-- dictionary.blocks
SELECT toLowCardinality(toString(number % 3)) AS l FROM numbers(7) SETTINGS max_block_size = 3

-- dictionary.empty
SELECT CAST([], 'Array(LowCardinality(String))') AS a, CAST(map(), 'Map(LowCardinality(String), UInt8)') AS m
