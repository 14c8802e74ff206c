package dev.houseflow

/**
 * The name of a format in which ClickHouse gives or takes data. The set is open: [of] takes any
 * name a server knows.
 *
 * Two formats are equal when their names are. See the page "Formats for input and output data" of
 * the ClickHouse manual.
 *
 * @property name ClickHouse's name, e.g. `CSVWithNames`.
 */
public class Format private constructor(@get:JvmName("name") public val name: String) {
    override fun equals(other: Any?): Boolean = other is Format && other.name == name

    override fun hashCode(): Int = name.hashCode()

    /** The [name]. */
    override fun toString(): String = name

    public companion object {
        private val NAME = Regex("[A-Za-z][A-Za-z0-9_]*")

        /**
         * The format called [name]. Throws [ConfigurationException] when [name] cannot be a
         * format's name at all; whether the server knows it, the server says.
         */
        @JvmStatic
        public fun of(name: String): Format {
            if (!NAME.matches(name)) {
                throw ConfigurationException(
                    "\"$name\" is no name of a format: give letters, digits and underscores only, e.g. CSVWithNames",
                )
            }
            return Format(name)
        }

        /** ClickHouse's own columnar format: what typed queries and inserts use. */
        @JvmField public val NATIVE: Format = Format("Native")

        @JvmField public val ROW_BINARY: Format = Format("RowBinary")

        @JvmField public val ROW_BINARY_WITH_NAMES_AND_TYPES: Format = Format("RowBinaryWithNamesAndTypes")

        /** What a server gives when neither the query nor the request names a format. */
        @JvmField public val TAB_SEPARATED: Format = Format("TabSeparated")

        @JvmField public val TAB_SEPARATED_WITH_NAMES: Format = Format("TabSeparatedWithNames")

        @JvmField public val TAB_SEPARATED_WITH_NAMES_AND_TYPES: Format = Format("TabSeparatedWithNamesAndTypes")

        @JvmField public val CSV: Format = Format("CSV")

        @JvmField public val CSV_WITH_NAMES: Format = Format("CSVWithNames")

        @JvmField public val CSV_WITH_NAMES_AND_TYPES: Format = Format("CSVWithNamesAndTypes")

        @JvmField public val VALUES: Format = Format("Values")

        /** One document with `meta`, `data`, `rows` and `statistics`. */
        @JvmField public val JSON: Format = Format("JSON")

        @JvmField public val JSON_COMPACT: Format = Format("JSONCompact")

        /** One object per line. */
        @JvmField public val JSON_EACH_ROW: Format = Format("JSONEachRow")

        @JvmField public val JSON_COMPACT_EACH_ROW: Format = Format("JSONCompactEachRow")

        @JvmField public val JSON_LINES: Format = Format("JSONLines")

        @JvmField public val XML: Format = Format("XML")

        @JvmField public val MARKDOWN: Format = Format("Markdown")

        @JvmField public val PRETTY: Format = Format("Pretty")

        @JvmField public val PRETTY_COMPACT: Format = Format("PrettyCompact")

        @JvmField public val VERTICAL: Format = Format("Vertical")

        @JvmField public val PARQUET: Format = Format("Parquet")

        @JvmField public val ARROW: Format = Format("Arrow")

        @JvmField public val ARROW_STREAM: Format = Format("ArrowStream")

        @JvmField public val ORC: Format = Format("ORC")

        @JvmField public val AVRO: Format = Format("Avro")

        /** The text as it is, one value. */
        @JvmField public val RAW_BLOB: Format = Format("RawBLOB")

        /** One line, one value. */
        @JvmField public val LINE_AS_STRING: Format = Format("LineAsString")
    }
}
