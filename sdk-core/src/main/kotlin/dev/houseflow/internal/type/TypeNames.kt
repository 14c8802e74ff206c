package dev.houseflow.internal.type

/** The names of types: ClickHouse's own, and SQL's, which ClickHouse takes in any case. */
internal object TypeNames {
    private val PLAIN = setOf(
        "UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "UInt256", "Int8", "Int16", "Int32", "Int64", "Int128", "Int256",
        "Float32", "Float64", "BFloat16", "Bool", "String", "UUID", "IPv4", "IPv6", "Date", "Date32", "Time", "Nothing",
        "IntervalNanosecond", "IntervalMicrosecond", "IntervalMillisecond", "IntervalSecond", "IntervalMinute", "IntervalHour",
        "IntervalDay", "IntervalWeek", "IntervalMonth", "IntervalQuarter", "IntervalYear",
    ) + GeometryTypes.names

    /** With arguments of their own; in ClickHouse's spelling. */
    private val COMPOSED = setOf(
        "FixedString", "Decimal", "Decimal32", "Decimal64", "Decimal128", "Decimal256", "DateTime", "DateTime32", "DateTime64", "Time64",
        "Enum", "Enum8", "Enum16", "Nullable", "LowCardinality", "Array", "Map", "Tuple", "Nested", "Variant", "Dynamic", "JSON", "QBit",
        "SimpleAggregateFunction", "AggregateFunction",
    )

    /** Names that ClickHouse itself takes in any case, or that come from other databases. */
    private val ALIASES: Map<String, String> = HashMap<String, String>().apply {
        fun all(target: String, vararg names: String) = names.forEach { put(it, target) }
        all("Int8", "TINYINT", "INT1", "BYTE", "TINYINT SIGNED", "INT1 SIGNED")
        all("UInt8", "TINYINT UNSIGNED", "INT1 UNSIGNED")
        all("Int16", "SMALLINT", "SMALLINT SIGNED")
        all("UInt16", "SMALLINT UNSIGNED", "YEAR")
        all("Int32", "INT", "INTEGER", "MEDIUMINT", "INT SIGNED", "INTEGER SIGNED", "MEDIUMINT SIGNED")
        all("UInt32", "INT UNSIGNED", "INTEGER UNSIGNED", "MEDIUMINT UNSIGNED")
        all("Int64", "BIGINT", "BIGINT SIGNED", "SIGNED")
        all("UInt64", "BIGINT UNSIGNED", "UNSIGNED", "BIT", "SET")
        all("Float32", "FLOAT", "REAL", "SINGLE")
        all("Float64", "DOUBLE", "DOUBLE PRECISION")
        all("Decimal", "DECIMAL", "DEC", "NUMERIC", "FIXED")
        all("Decimal32", "DECIMAL32")
        all("Decimal64", "DECIMAL64")
        all("Decimal128", "DECIMAL128")
        all("Decimal256", "DECIMAL256")
        all("Bool", "BOOL", "BOOLEAN")
        all("DateTime", "TIMESTAMP", "DATETIME")
        all("DateTime32", "DATETIME32")
        all("DateTime64", "DATETIME64")
        all("Date", "DATE")
        all("Date32", "DATE32")
        all("Time", "TIME")
        all("Time64", "TIME64")
        all("IPv4", "INET4")
        all("IPv6", "INET6")
        all("Enum", "ENUM")
        all("JSON", "JSON")
        all("Geometry", "GEOMETRY")
        all("FixedString", "BINARY")
        all(
            "String",
            "CHAR", "CHARACTER", "VARCHAR", "VARCHAR2", "NCHAR", "NVARCHAR", "TEXT", "TINYTEXT", "MEDIUMTEXT", "LONGTEXT", "CLOB",
            "BLOB", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB", "BYTEA", "VARBINARY", "CHAR LARGE OBJECT", "CHAR VARYING",
            "CHARACTER LARGE OBJECT", "CHARACTER VARYING", "NCHAR LARGE OBJECT", "NCHAR VARYING", "NATIONAL CHAR",
            "NATIONAL CHAR VARYING", "NATIONAL CHARACTER", "NATIONAL CHARACTER LARGE OBJECT", "NATIONAL CHARACTER VARYING",
            "BINARY LARGE OBJECT", "BINARY VARYING",
        )
    }

    /** First words of names with more than one. */
    private val BEGINNINGS: Set<String> = HashSet<String>().apply {
        for (name in ALIASES.keys) {
            var space = name.indexOf(' ')
            while (space > 0) {
                add(name.substring(0, space))
                space = name.indexOf(' ', space + 1)
            }
        }
    }

    /** ClickHouse's own spelling of [name]; [name] itself when there is none. */
    fun canonical(name: String): String = if (name in PLAIN || name in COMPOSED) name else ALIASES[name.uppercase()] ?: name

    /** Whether [upperCase], words and spaces, is a name of SQL. */
    fun isName(upperCase: String): Boolean = upperCase in ALIASES

    /** Whether a name can go on after [upperCase]. */
    fun mayContinue(upperCase: String): Boolean = upperCase in BEGINNINGS

    fun isPlain(canonical: String): Boolean = canonical in PLAIN

    fun precision(canonical: String): Int = when (canonical) {
        "Decimal32" -> 9
        "Decimal64" -> 18
        "Decimal128" -> 38
        else -> 76
    }
}
