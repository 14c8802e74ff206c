package dev.houseflow.jdbc.internal.values;

import dev.houseflow.ClickHouseType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;

/** What JDBC says of a ClickHouse type. Immutable. */
public final class TypeInfo {
    /** Which getters and conversions a type has. */
    public enum Kind {
        NUMBER,
        BOOL,
        TEXT,
        ENUM,
        DATE,
        MOMENT,
        TIME,
        ARRAY,
        STRUCT,
        MAP,
        JSON,
        STATE,
        OTHER
    }

    private static final Map<String, TypeInfo> NAMED = new HashMap<>();

    static {
        whole("Int8", Types.TINYINT, Integer.class, 3, true);
        whole("Int16", Types.SMALLINT, Integer.class, 5, true);
        whole("Int32", Types.INTEGER, Integer.class, 10, true);
        whole("Int64", Types.BIGINT, Long.class, 19, true);
        whole("UInt8", Types.SMALLINT, Integer.class, 3, false);
        whole("UInt16", Types.INTEGER, Integer.class, 5, false);
        whole("UInt32", Types.BIGINT, Long.class, 10, false);
        whole("UInt64", Types.NUMERIC, BigInteger.class, 20, false);
        whole("Int128", Types.NUMERIC, BigInteger.class, 39, true);
        whole("UInt128", Types.NUMERIC, BigInteger.class, 39, false);
        whole("Int256", Types.NUMERIC, BigInteger.class, 77, true);
        whole("UInt256", Types.NUMERIC, BigInteger.class, 78, false);
        NAMED.put("Float32", new TypeInfo(Kind.NUMBER, Types.REAL, Float.class, 7, 0, 14, true));
        NAMED.put("BFloat16", new TypeInfo(Kind.NUMBER, Types.REAL, Float.class, 3, 0, 14, true));
        NAMED.put("Float64", new TypeInfo(Kind.NUMBER, Types.DOUBLE, Double.class, 15, 0, 24, true));
        NAMED.put("Bool", new TypeInfo(Kind.BOOL, Types.BOOLEAN, Boolean.class, 1, 0, 5, false));
        NAMED.put("String", new TypeInfo(Kind.TEXT, Types.VARCHAR, String.class, 0, 0, 0, false));
        NAMED.put("UUID", new TypeInfo(Kind.OTHER, Types.OTHER, java.util.UUID.class, 36, 0, 36, false));
        NAMED.put("IPv4", new TypeInfo(Kind.OTHER, Types.OTHER, java.net.Inet4Address.class, 15, 0, 15, false));
        NAMED.put("IPv6", new TypeInfo(Kind.OTHER, Types.OTHER, java.net.Inet6Address.class, 39, 0, 45, false));
        NAMED.put("Date", new TypeInfo(Kind.DATE, Types.DATE, Date.class, 10, 0, 10, false));
        NAMED.put("Date32", new TypeInfo(Kind.DATE, Types.DATE, Date.class, 10, 0, 10, false));
        NAMED.put("Time", new TypeInfo(Kind.TIME, Types.TIME, Time.class, 8, 0, 10, false));
        NAMED.put("Nothing", new TypeInfo(Kind.OTHER, Types.NULL, Object.class, 0, 0, 4, false));
        NAMED.put("Point", new TypeInfo(Kind.STRUCT, Types.STRUCT, Struct.class, 0, 0, 0, false));
        for (String list : new String[] {"Ring", "LineString", "Polygon", "MultiLineString", "MultiPolygon"}) {
            NAMED.put(list, new TypeInfo(Kind.ARRAY, Types.ARRAY, java.sql.Array.class, 0, 0, 0, false));
        }
    }

    private static final TypeInfo OTHER = new TypeInfo(Kind.OTHER, Types.OTHER, Object.class, 0, 0, 0, false);
    private static final int DATE_TIME = 19;

    private final Kind kind;
    private final int jdbcType;
    private final Class<?> javaClass;
    private final int precision;
    private final int scale;
    private final int displaySize;
    private final boolean signed;

    private TypeInfo(
            Kind kind, int jdbcType, Class<?> javaClass, int precision, int scale, int displaySize, boolean signed) {
        this.kind = kind;
        this.jdbcType = jdbcType;
        this.javaClass = javaClass;
        this.precision = precision;
        this.scale = scale;
        this.displaySize = displaySize;
        this.signed = signed;
    }

    private static void whole(String name, int jdbcType, Class<?> javaClass, int precision, boolean signed) {
        int size = signed ? precision + 1 : precision;
        NAMED.put(name, new TypeInfo(Kind.NUMBER, jdbcType, javaClass, precision, 0, size, signed));
    }

    /** What JDBC says of {@code type}. */
    public static TypeInfo of(ClickHouseType type) {
        ClickHouseType plain = plain(type);
        if (plain instanceof ClickHouseType.Named) {
            String name = ((ClickHouseType.Named) plain).name();
            TypeInfo known = NAMED.get(name);
            if (known != null) return known;
            if (name.startsWith("Interval")) return interval(name);
            return OTHER;
        }
        if (plain instanceof ClickHouseType.Decimal) {
            ClickHouseType.Decimal decimal = (ClickHouseType.Decimal) plain;
            int precision = decimal.precision();
            return new TypeInfo(
                    Kind.NUMBER, Types.DECIMAL, BigDecimal.class, precision, decimal.scale(), precision + 2, true);
        }
        if (plain instanceof ClickHouseType.FixedString) {
            int length = ((ClickHouseType.FixedString) plain).length();
            return new TypeInfo(Kind.TEXT, Types.CHAR, String.class, length, 0, length, false);
        }
        if (plain instanceof ClickHouseType.Enum) {
            int longest = 0;
            for (String name : ((ClickHouseType.Enum) plain).values().keySet())
                longest = Math.max(longest, name.length());
            return new TypeInfo(Kind.ENUM, Types.VARCHAR, String.class, longest, 0, longest, false);
        }
        if (plain instanceof ClickHouseType.DateTime) return moment(0);
        if (plain instanceof ClickHouseType.DateTime64) return moment(((ClickHouseType.DateTime64) plain).precision());
        if (plain instanceof ClickHouseType.Time64) {
            int digits = ((ClickHouseType.Time64) plain).precision();
            return new TypeInfo(Kind.TIME, Types.TIME, Time.class, 9 + digits, digits, 11 + digits, false);
        }
        return composed(plain);
    }

    private static TypeInfo composed(ClickHouseType plain) {
        if (plain instanceof ClickHouseType.Array
                || plain instanceof ClickHouseType.Nested
                || plain instanceof ClickHouseType.QBit) {
            return NAMED.get("Ring");
        }
        if (plain instanceof ClickHouseType.Tuple) return NAMED.get("Point");
        if (plain instanceof ClickHouseType.Map) {
            return new TypeInfo(Kind.MAP, Types.JAVA_OBJECT, Map.class, 0, 0, 0, false);
        }
        if (plain instanceof ClickHouseType.Json) {
            return new TypeInfo(Kind.JSON, Types.OTHER, String.class, 0, 0, 0, false);
        }
        if (plain instanceof ClickHouseType.AggregateFunction) {
            return new TypeInfo(Kind.STATE, Types.VARBINARY, byte[].class, 0, 0, 0, false);
        }
        return OTHER;
    }

    private static TypeInfo moment(int digits) {
        int size = digits == 0 ? DATE_TIME : DATE_TIME + 1 + digits;
        return new TypeInfo(Kind.MOMENT, Types.TIMESTAMP, Timestamp.class, size, digits, size, false);
    }

    private static TypeInfo interval(String name) {
        switch (name.substring("Interval".length())) {
            case "Day":
            case "Week":
            case "Month":
            case "Quarter":
            case "Year":
                return new TypeInfo(Kind.OTHER, Types.OTHER, java.time.Period.class, 19, 0, 20, true);
            default:
                return new TypeInfo(Kind.OTHER, Types.OTHER, java.time.Duration.class, 19, 0, 20, true);
        }
    }

    /**
     * {@code type} without what says nothing of its values but that they may be NULL, or how they
     * are kept.
     */
    public static ClickHouseType plain(ClickHouseType type) {
        if (type instanceof ClickHouseType.Nullable) return plain(((ClickHouseType.Nullable) type).inner());
        if (type instanceof ClickHouseType.LowCardinality) return plain(((ClickHouseType.LowCardinality) type).inner());
        if (type instanceof ClickHouseType.SimpleAggregateFunction) {
            return plain(((ClickHouseType.SimpleAggregateFunction) type).inner());
        }
        return type;
    }

    /** Whether a value of {@code type} may be NULL. */
    public static boolean isNullable(ClickHouseType type) {
        if (type instanceof ClickHouseType.Nullable
                || type instanceof ClickHouseType.Variant
                || type instanceof ClickHouseType.Dynamic) {
            return true;
        }
        if (type instanceof ClickHouseType.LowCardinality)
            return isNullable(((ClickHouseType.LowCardinality) type).inner());
        if (type instanceof ClickHouseType.SimpleAggregateFunction) {
            return isNullable(((ClickHouseType.SimpleAggregateFunction) type).inner());
        }
        return type instanceof ClickHouseType.Named
                && (((ClickHouseType.Named) type).name().equals("Nothing")
                        || ((ClickHouseType.Named) type).name().equals("Geometry"));
    }

    /** The elements' type of an array's type; null for what is none. */
    public static ClickHouseType element(ClickHouseType type) {
        ClickHouseType plain = plain(type);
        if (plain instanceof ClickHouseType.Array) return ((ClickHouseType.Array) plain).element();
        if (plain instanceof ClickHouseType.QBit) return ((ClickHouseType.QBit) plain).element();
        if (plain instanceof ClickHouseType.Nested) {
            StringBuilder tuple = new StringBuilder("Tuple(");
            for (ClickHouseType.Element part : ((ClickHouseType.Nested) plain).elements()) {
                if (tuple.length() > "Tuple(".length()) tuple.append(", ");
                tuple.append(part);
            }
            return ClickHouseType.parse(tuple.append(')').toString());
        }
        if (!(plain instanceof ClickHouseType.Named)) return null;
        switch (((ClickHouseType.Named) plain).name()) {
            case "Ring":
            case "LineString":
                return ClickHouseType.parse("Point");
            case "Polygon":
                return ClickHouseType.parse("Ring");
            case "MultiLineString":
                return ClickHouseType.parse("LineString");
            case "MultiPolygon":
                return ClickHouseType.parse("Polygon");
            default:
                return null;
        }
    }

    public Kind kind() {
        return kind;
    }

    /** One of {@code java.sql.Types}. */
    public int jdbcType() {
        return jdbcType;
    }

    /** The class of {@code getObject}. */
    public Class<?> javaClass() {
        return javaClass;
    }

    public int precision() {
        return precision;
    }

    public int scale() {
        return scale;
    }

    public int displaySize() {
        return displaySize;
    }

    public boolean isSigned() {
        return signed;
    }
}
