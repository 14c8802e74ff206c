package dev.houseflow.jdbc.internal.metadata;

import dev.houseflow.ClickHouseType;
import dev.houseflow.jdbc.internal.values.TypeInfo;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The types that columns may have, as getTypeInfo lists them; and what getColumns says of one. */
final class TypeRows {
    private static final String[] NAMES = {
        "Int8",
        "UInt8",
        "Int16",
        "UInt16",
        "Int32",
        "UInt32",
        "Int64",
        "UInt64",
        "Int128",
        "UInt128",
        "Int256",
        "UInt256",
        "Float64",
        "Float32",
        "BFloat16",
        "Decimal(76, 38)",
        "Bool",
        "String",
        "FixedString(1)",
        "Date32",
        "Date",
        "DateTime64(9)",
        "DateTime",
        "Time64(9)",
        "Time",
        "UUID",
        "IPv4",
        "IPv6",
        "JSON",
        "Dynamic",
        "Array(String)",
        "Tuple(String)",
        "Map(String, String)",
        "Point",
        "Ring",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "Enum8('a' = 1)",
        "Enum16('a' = 1)",
        "Variant(String)"
    };

    private TypeRows() {}

    static List<Object[]> all() {
        List<Object[]> rows = new ArrayList<>();
        for (String name : NAMES) rows.add(row(name));
        rows.sort(Comparator.comparing(row -> (Integer) row[1]));
        return rows;
    }

    private static Object[] row(String name) {
        ClickHouseType type = ClickHouseType.parse(name);
        TypeInfo info = TypeInfo.of(type);
        int open = name.indexOf('(');
        String plain = open < 0 ? name : name.substring(0, open);
        boolean isNumber = info.kind() == TypeInfo.Kind.NUMBER;
        boolean isText = info.jdbcType() == Types.VARCHAR || info.jdbcType() == Types.CHAR;
        String quote = isNumber || info.kind() == TypeInfo.Kind.BOOL ? null : "'";
        String parameters = null;
        if (plain.equals("Decimal")) parameters = "precision, scale";
        else if (plain.equals("DateTime64")) parameters = "precision, timezone";
        else if (plain.equals("Time64")) parameters = "precision";
        else if (plain.equals("FixedString")) parameters = "length";
        else if (open >= 0) parameters = "types";
        boolean nests = info.kind() == TypeInfo.Kind.ARRAY
                || info.kind() == TypeInfo.Kind.MAP
                || info.kind() == TypeInfo.Kind.STRUCT
                || info.kind() == TypeInfo.Kind.JSON;
        boolean hasScale = isNumber && plain.equals("Decimal")
                || info.kind() == TypeInfo.Kind.MOMENT
                || info.kind() == TypeInfo.Kind.TIME;
        return new Object[] {
            plain,
            info.jdbcType(),
            info.precision(),
            quote,
            quote,
            parameters,
            nests ? DatabaseMetaData.typeNoNulls : DatabaseMetaData.typeNullable,
            isText,
            DatabaseMetaData.typeSearchable,
            isNumber && !info.isSigned(),
            false,
            false,
            plain,
            0,
            hasScale ? (plain.equals("Decimal") ? 76 : info.scale()) : 0,
            null,
            null,
            10
        };
    }

    /** COLUMN_SIZE of a type; null where it has none. */
    static Integer size(TypeInfo info) {
        int size = info.kind() == TypeInfo.Kind.MOMENT || info.kind() == TypeInfo.Kind.TIME
                ? info.displaySize()
                : info.precision();
        return size == 0 ? null : size;
    }

    /** DECIMAL_DIGITS of a type; null where it has none. */
    static Integer digits(TypeInfo info) {
        switch (info.kind()) {
            case NUMBER:
            case MOMENT:
            case TIME:
                return info.javaClass() == Float.class || info.javaClass() == Double.class
                        ? null
                        : (Integer) info.scale();
            default:
                return null;
        }
    }
}
