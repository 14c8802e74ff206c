package dev.houseflow

import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.external.TableData
import dev.houseflow.internal.external.TableStructure
import dev.houseflow.internal.rows.SerializerRowAdapter
import dev.houseflow.internal.untyped.UntypedSerializer
import dev.houseflow.internal.wire.Utf8
import kotlinx.serialization.KSerializer
import java.io.InputStream
import java.nio.file.Path

/**
 * An external table: sent with one query, and asked in it like any other table:
 * `... WHERE id IN (SELECT id FROM ids)`. The server forgets it with the query. Immutable; hand it
 * to a request with [QueryRequest.Builder.externalTable].
 *
 * The way to ask with many values: a parameter has to fit what a server takes for one (128 KiB by
 * default), a table may be as large as its memory allows, and 1 GiB by default
 * (`http_max_multipart_form_data_size`).
 *
 * The structure is a list of columns, `id UInt64, name String`, or of types alone,
 * `UInt64, String`, whose columns the server calls `_1`, `_2`. It is read here, so that what is no
 * structure is refused before anything is sent. Old servers take no types with commas or spaces in
 * them.
 *
 * The data may be sent again when the query is, after a failure that may pass: bytes, text, rows
 * and files may, and have to be left alone until the query has ended; a stream is read once, so a
 * query with one is made again only as long as nothing has been read of it.
 *
 * See the page "External data for query processing" of the ClickHouse manual.
 */
public class ExternalTable internal constructor(
    /** What the query calls the table: letters, digits and underscores. */
    @get:JvmName("name") public val name: String,
    private val columns: TableStructure,
    /** The format that the data is in. */
    @get:JvmName("format") public val format: Format,
    /** Where the data comes from. */
    @InternalHouseflowApi public val data: TableData,
) {
    /** The columns as they are sent: names and types, or types alone. */
    @get:JvmName("structure")
    public val structure: String get() = columns.text

    /** The parameters of the URL that describe the table. */
    @InternalHouseflowApi
    @JvmSynthetic
    public fun urlParameters(): List<Pair<String, String>> =
        listOf("${name}_format" to format.name, name + (if (columns.isNamed) "_structure" else "_types") to columns.text)

    override fun toString(): String = "ExternalTable($name: $structure, in $format)"

    public companion object {
        private val NAME = Regex("[A-Za-z_][A-Za-z0-9_]*")

        /**
         * A table of [data], which is in [format] already. The array is not copied. Throws
         * [ConfigurationException] for a bad name or structure.
         */
        @JvmStatic
        public fun of(name: String, structure: String, format: Format, data: ByteArray): ExternalTable =
            make(name, structure, format, TableData.Bytes(data))

        /**
         * A table of [data] as UTF-8, which is in [format] already. Throws [ConfigurationException]
         * for a bad name or structure.
         */
        @JvmStatic
        public fun of(name: String, structure: String, format: Format, data: String): ExternalTable =
            make(name, structure, format, TableData.Bytes(Utf8.encode(data, "The data of the table \"$name\"")))

        /**
         * A table of the file at [path], which is in [format] already. It is opened when the query
         * is sent, and read piece by piece. Throws [ConfigurationException] for a bad name or
         * structure.
         */
        @JvmStatic
        public fun of(name: String, structure: String, format: Format, path: Path): ExternalTable =
            make(name, structure, format, TableData.File(path))

        /**
         * A table of what is left in [stream], which is in [format] already, for one query: it is
         * read while the query is sent. The stream stays open; it is its caller's to close. Throws
         * [ConfigurationException] for a bad name or structure.
         */
        @JvmStatic
        public fun of(name: String, structure: String, format: Format, stream: InputStream): ExternalTable =
            make(name, structure, format, TableData.Stream(name, stream))

        /**
         * A table of [rows], each an object of a `@Serializable` class whose properties find their
         * columns by name, as for an insert; or a single value, such as a `Long`, for a table of
         * one column; or one without a class, see [rowSerializer]. They are turned into blocks
         * while they are sent.
         *
         * Throws [FormatException] when the class does not match the structure, and
         * [ConfigurationException] for a bad name or structure, or one with a `DateTime` without a
         * time zone: which one the server would take is not known here.
         */
        @JvmSynthetic
        public fun <T> of(name: String, structure: String, rows: Collection<T>, serializer: KSerializer<T>): ExternalTable =
            ofRows(name, structure, rows, if (serializer is UntypedSerializer) serializer.adapter else SerializerRowAdapter(serializer))

        /** The same for either door. */
        @InternalHouseflowApi
        @JvmStatic
        public fun <T> ofRows(name: String, structure: String, rows: Collection<T>, adapter: RowAdapter<T>): ExternalTable {
            val columns = TableStructure.parse(checkName(name), structure)
            return ExternalTable(name, columns, Format.NATIVE, TableData.Rows(columns.forRows(name, adapter), rows, adapter))
        }

        private fun make(name: String, structure: String, format: Format, data: TableData): ExternalTable =
            ExternalTable(name, TableStructure.parse(checkName(name), structure), format, data)

        /** Of a form, fields and files are told apart by their names. */
        private fun checkName(name: String): String {
            if (!NAME.matches(name)) {
                throw ConfigurationException("\"$name\" cannot be the name of an external table: give letters, digits and underscores only")
            }
            if (name == "query" || name == "default" || name.startsWith("param_")) {
                throw ConfigurationException(
                    "An external table cannot be called \"$name\": what it is sent in has a field of that name; choose another one",
                )
            }
            return name
        }
    }
}

/**
 * See [ExternalTable.of]. [T] is `@Serializable`, or one of those that [rowSerializer] lists, such
 * as `Long` for a table of one column.
 */
@JvmSynthetic
public inline fun <reified T> ExternalTable(name: String, structure: String, rows: Collection<T>): ExternalTable =
    ExternalTable.of(name, structure, rows, rowSerializer<T>())
