package dev.houseflow.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows that every client reads: the query that makes them, once, on the embedded engine.
 *
 * @param name how result lines call it
 * @param rows how many rows {@code sql} gives
 * @param kinds how a consumer reads each column
 * @param sql the query, without FORMAT
 */
record Dataset(String name, int rows, List<Kind> kinds, String sql) {

    /** What a consumer asks a column for. */
    enum Kind {
        LONG,
        INT,
        DOUBLE,
        STRING
    }

    /** The data set of that name. */
    static Dataset of(String name) {
        return switch (name) {
            case "numeric" -> numeric(5_000_000);
            case "wide" -> wide(300_000);
            default -> throw new IllegalArgumentException("No data set is called " + name);
        };
    }

    /** Five numeric columns, 30 bytes a row. */
    private static Dataset numeric(int rows) {
        return new Dataset(
                "numeric",
                rows,
                List.of(Kind.LONG, Kind.LONG, Kind.DOUBLE, Kind.INT, Kind.INT),
                "SELECT number AS a, toInt64(number) * -3 AS b, number / 7 AS c, toInt32(number) AS d, toUInt16(number) AS e FROM numbers("
                        + rows + ")");
    }

    /** Thirty columns: ten Float64, ten String of ten letters, ten Int64. */
    private static Dataset wide(int rows) {
        List<Kind> kinds = IntStream.range(0, 30)
                .mapToObj(i -> i < 10 ? Kind.DOUBLE : i < 20 ? Kind.STRING : Kind.LONG)
                .collect(Collectors.toList());
        String columns = IntStream.range(0, 30)
                .mapToObj(i -> switch (kinds.get(i)) {
                    case DOUBLE -> "(number + " + i + ") / 3 AS f" + i;
                    // Ten lower-case letters, the same in every run.
                    case STRING ->
                        "arrayStringConcat(arrayMap(x -> char(97 + cityHash64(number, " + i
                                + ", x) % 26), range(10))) AS s" + i;
                    default -> "toInt64(number) * " + i + " AS i" + i;
                })
                .collect(Collectors.joining(", "));
        return new Dataset("wide", rows, kinds, "SELECT " + columns + " FROM numbers(" + rows + ")");
    }
}
