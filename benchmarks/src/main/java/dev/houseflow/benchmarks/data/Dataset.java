package dev.houseflow.benchmarks.data;

import dev.houseflow.benchmarks.shapes.Summed;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that every client reads: the query that makes them, once, on the embedded engine.
 *
 * @param name how result lines call it
 * @param rows how many rows {@code sql} gives
 * @param columns what a consumer asks each column for
 * @param sql the query, without FORMAT; {@link #FLIGHTS} stands for the file of the flights
 * @param record a row as a Java record
 * @param data a row as a Kotlin data class
 * @param bean a row as a bean
 */
public record Dataset(
        String name,
        int rows,
        List<Column> columns,
        String sql,
        Class<? extends Summed> record,
        Class<? extends Summed> data,
        Class<? extends Summed> bean) {

    /** Where the path of the Parquet file of the flights goes. */
    public static final String FLIGHTS = "{flights}";

    /** What a consumer asks a column for: the same JVM type of every client. */
    public enum Kind {
        LONG,
        INT,
        DOUBLE,
        FLOAT,
        BOOLEAN,
        STRING,
        /** The name of an Enum, as text. */
        NAME,
        INSTANT,
        /** An Array(String). */
        STRINGS,
        /** A Map(String, UInt64). */
        COUNTS,
        /** A Tuple(id Int64, name String). */
        TUPLE,
        /** A JSON. */
        DOCUMENT
    }

    /** One column. */
    public record Column(Kind kind, boolean nullable) {}

    /** A data set whose rows no client reads as objects. */
    public Dataset(String name, int rows, List<Kind> kinds, String sql) {
        this(name, rows, kinds.stream().map(kind -> new Column(kind, false)).toList(), sql, null, null, null);
    }

    /** The names of all data sets. */
    public static List<String> names() {
        return List.of("wide", "simple", "flights", "numeric", "mixed", "nested");
    }

    /** The data set of that name; a quick run takes less of it. */
    public static Dataset of(String name, boolean quick) {
        return switch (name) {
            case "wide" -> wide(300_000);
            case "simple" -> simple(quick ? 150_000 : 300_000);
            case "flights" -> flights(quick ? 600_000 : 3_000_000);
            case "numeric" -> numeric(quick ? 1_000_000 : 5_000_000);
            case "mixed" -> mixed(quick ? 400_000 : 2_000_000);
            case "nested" -> nested(quick ? 100_000 : 300_000);
            default -> throw new IllegalArgumentException("No data set is called " + name);
        };
    }

    private static Dataset make(String name, int rows, String shape, String sql, Object... columns) {
        List<Column> all = new ArrayList<>();
        for (Object column : columns) {
            all.add(column instanceof Column given ? given : new Column((Kind) column, false));
        }
        return new Dataset(name, rows, all, sql, shape(shape, "Record"), shape(shape, "Data"), shape(shape, "Bean"));
    }

    private static Class<? extends Summed> shape(String shape, String kind) {
        try {
            return Class.forName(Summed.class.getPackageName() + "." + shape + kind)
                    .asSubclass(Summed.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The data sets name classes of their own", e);
        }
    }

    private static Column nullable(Kind kind) {
        return new Column(kind, true);
    }

    /** Five numeric columns, 30 bytes a row. */
    private static Dataset numeric(int rows) {
        return make(
                "numeric",
                rows,
                "Numeric",
                "SELECT number AS a, toInt64(number) * -3 AS b, number / 7 AS c, toInt32(number) AS d, toUInt16(number) AS e FROM numbers("
                        + rows + ")",
                Kind.LONG,
                Kind.LONG,
                Kind.DOUBLE,
                Kind.INT,
                Kind.INT);
    }

    /** Thirty columns: ten Float64, ten String of ten letters, ten Int64. */
    private static Dataset wide(int rows) {
        Object[] kinds = new Object[30];
        StringBuilder sql = new StringBuilder("SELECT ");
        for (int i = 0; i < kinds.length; i++) {
            sql.append(i == 0 ? "" : ", ");
            if (i < 10) {
                kinds[i] = Kind.DOUBLE;
                sql.append("(number + ").append(i).append(") / 3 AS f").append(i);
            } else if (i < 20) {
                kinds[i] = Kind.STRING;
                sql.append(letters(i, 10)).append(" AS s").append(i);
            } else {
                kinds[i] = Kind.LONG;
                sql.append("toInt64(number) * ").append(i).append(" AS i").append(i);
            }
        }
        return make("wide", rows, "Wide", sql + " FROM numbers(" + rows + ")", kinds);
    }

    /** Seventeen columns like those of taxi trips. */
    private static Dataset simple(int rows) {
        String place = "if(cityHash64(number, %d) %% 50 = 0, NULL, %s + cityHash64(number, %d) %% 100000 / 250000)";
        String money = "toFloat32(cityHash64(number, %d) %% 10000 / 100)";
        String area =
                "toLowCardinality(concat('Neighborhood ', toString(cityHash64(number, %d) %% 190), ', New York'))";
        return make(
                "simple",
                rows,
                "Trip",
                "SELECT toUInt32(1200000000 + number) AS tripId, toDateTime(1435708800 + number * 3, 'UTC') AS pickup,"
                        + " toDateTime(1435708800 + number * 3 + cityHash64(number) % 3600, 'UTC') AS dropoff, "
                        + place.formatted(1, "-74.0", 1) + " AS pickupLongitude, "
                        + place.formatted(2, "40.6", 2) + " AS pickupLatitude, "
                        + place.formatted(3, "-74.0", 3) + " AS dropoffLongitude, "
                        + place.formatted(4, "40.6", 4) + " AS dropoffLatitude, toUInt8(1 + number % 6) AS passengers, "
                        + money.formatted(5) + " AS distance, "
                        + money.formatted(6) + " AS fare, "
                        + money.formatted(7) + " AS extra, "
                        + money.formatted(8) + " AS tip, "
                        + money.formatted(9) + " AS tolls, "
                        + money.formatted(10) + " AS total,"
                        + " CAST(1 + cityHash64(number, 11) % 5, 'Enum8(''CSH'' = 1, ''CRE'' = 2, ''NOC'' = 3, ''DIS'' = 4, ''UNK'' = 5)')"
                        + " AS payment, " + area.formatted(12) + " AS pickupArea, " + area.formatted(13)
                        + " AS dropoffArea FROM numbers(" + rows + ")",
                Kind.LONG,
                Kind.INSTANT,
                Kind.INSTANT,
                nullable(Kind.DOUBLE),
                nullable(Kind.DOUBLE),
                nullable(Kind.DOUBLE),
                nullable(Kind.DOUBLE),
                Kind.INT,
                Kind.FLOAT,
                Kind.FLOAT,
                Kind.FLOAT,
                Kind.FLOAT,
                Kind.FLOAT,
                Kind.FLOAT,
                Kind.NAME,
                Kind.STRING,
                Kind.STRING);
    }

    /** Real flights, in the types that the engine finds in the Parquet file. */
    private static Dataset flights(int rows) {
        return make(
                "flights",
                rows,
                "Flight",
                "SELECT date, delay, distance, origin, destination FROM file('" + FLIGHTS + "', Parquet) LIMIT " + rows,
                nullable(Kind.INSTANT),
                nullable(Kind.LONG),
                nullable(Kind.LONG),
                nullable(Kind.STRING),
                nullable(Kind.STRING));
    }

    /** Eight columns of many types. */
    private static Dataset mixed(int rows) {
        return make(
                "mixed",
                rows,
                "Visit",
                "SELECT number AS id, toDateTime(1700000000 + number, 'UTC') AS time,"
                        + " toLowCardinality(concat('city-', toString(cityHash64(number) % 1000))) AS city,"
                        + " concat('https://example.com/', " + letters(1, 8)
                        + ", '?page=', toString(number % 1000)) AS url,"
                        + " number / 7 AS price, toInt32(cityHash64(number, 2) % 1000000) - 500000 AS amount,"
                        + " if(number % 5 = 0, NULL, toInt64(cityHash64(number, 3) % 1000000)) AS referrer,"
                        + " CAST(number % 3 = 0, 'Bool') AS active FROM numbers(" + rows + ")",
                Kind.LONG,
                Kind.INSTANT,
                Kind.STRING,
                Kind.STRING,
                Kind.DOUBLE,
                Kind.INT,
                nullable(Kind.LONG),
                Kind.BOOLEAN);
    }

    /** Arrays, maps, tuples and JSON. */
    private static Dataset nested(int rows) {
        String word = "concat('%s-', toString(cityHash64(%s) %% 1000))";
        return make(
                "nested",
                rows,
                "Item",
                "SELECT arrayMap(x -> " + word.formatted("tag", "number, x") + ", range(number % 6)) AS tags,"
                        + " mapFromArrays(['views', 'likes', 'shares'],"
                        + " arrayMap(x -> cityHash64(number, x, 1) % 1000000, [1, 2, 3])) AS counts,"
                        + " CAST((toInt64(number), " + word.formatted("place", "number, 2") + "),"
                        + " 'Tuple(id Int64, name String)') AS place,"
                        + " CAST(concat('{\"user\":\"', " + word.formatted("user", "number, 3")
                        + ", '\",\"score\":', toString(number + 0.5), ',\"visits\":', toString(number % 1000), '}'), 'JSON') AS doc"
                        + " FROM numbers(" + rows + ")",
                Kind.STRINGS,
                Kind.COUNTS,
                Kind.TUPLE,
                Kind.DOCUMENT);
    }

    /** Lower-case letters, the same in every run. */
    private static String letters(int seed, int count) {
        return "arrayStringConcat(arrayMap(x -> char(97 + cityHash64(number, " + seed + ", x) % 26), range(" + count
                + ")))";
    }
}
