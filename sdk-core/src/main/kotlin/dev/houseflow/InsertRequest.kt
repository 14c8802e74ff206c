package dev.houseflow

import dev.houseflow.internal.sql.InsertSettings
import dev.houseflow.internal.type.ColumnList
import dev.houseflow.internal.type.DefaultZone
import java.util.Collections

/**
 * Where an insert goes and how. Immutable: may be shared between threads and sent any number of
 * times.
 */
public class InsertRequest private constructor(builder: Builder) : RequestOptions(builder) {
    /**
     * The table, `table` or `database.table`; it is quoted as needed. A name with a dot inside has
     * to be quoted by the caller: `` `my.table` ``.
     */
    @get:JvmName("table")
    public val table: String = builder.table

    /**
     * Whether [table] is the call of a table function, such as `file('a.csv', 'CSV', 'id Int64')`,
     * which is written into by `INSERT INTO FUNCTION`. It is SQL, and is sent as it is. Default:
     * `false`. See [intoFunction].
     */
    @get:JvmName("isFunction")
    public val isFunction: Boolean = builder.isFunction

    /**
     * The columns to fill, in this order; `null` (the default) means for typed inserts those of the
     * rows' class, for raw inserts what the server takes by default. Columns that are not named get
     * their defaults from the server.
     */
    @get:JvmName("columns")
    public val columns: List<String>? =
        (builder.columnTypes?.map { it.name } ?: builder.columns)?.let { Collections.unmodifiableList(ArrayList(it)) }

    /**
     * The columns to fill with their types, in place of [columns]; `null` (the default) means that
     * the table is asked for its types (`DESCRIBE TABLE`). With types it is not asked: they have to
     * be the table's own, and the server is told to refuse others. Of one that cannot be told so,
     * which would convert values without a word, the table is asked once and compared.
     *
     * A `DateTime` without a time zone takes no wall clocks then, since which zone they would be in
     * is not known: give moments, or name the zone in the type. See `prepareInsert` of the clients.
     * For typed inserts.
     */
    @get:JvmName("columnTypes")
    public val columnTypes: List<ResultColumn>? = builder.columnTypes?.let { Collections.unmodifiableList(ArrayList(it)) }

    /**
     * What wall clocks are taken in where [columnTypes] name no zone; `null` when that is not
     * known.
     */
    @InternalHouseflowApi
    @get:JvmSynthetic
    public val columnZone: DefaultZone? = builder.columnZone

    /**
     * Rows after which a typed insert sends a block, unless [blockBytes] ends it before. Rows are
     * cut into blocks by their number and their bytes alone, so the same rows give the same blocks
     * each time, from a collection as from a flow. Default: 65,536.
     */
    @get:JvmName("blockRows")
    public val blockRows: Int = builder.blockRows

    /**
     * Bytes, roughly and uncompressed, after which a typed insert sends a block, even if it has
     * fewer than [blockRows]: the rows before tell how many these are. A block whose rows turn out
     * to be larger than those has up to half as many bytes again, and 64 rows. Default: 4 MiB.
     */
    @get:JvmName("blockBytes")
    public val blockBytes: Long = builder.blockBytes

    /**
     * What the caller of a raw insert has already compressed the data with, as HTTP's
     * `Content-Encoding` names it (`gzip`, `zstd`, ...); nothing is compressed again. `null` (the
     * default) means plain data, but for files whose names say how they are packed (`.gz`, `.zst`,
     * `.lz4`, `.br`, `.xz`, `.bz2`); `identity` means plain data whatever the name.
     */
    @get:JvmName("contentEncoding")
    public val contentEncoding: String? = builder.contentEncoding

    /**
     * Whether the caller promises that sending the same rows twice writes them once, so that the
     * client may make the insert again as if it carried an `insert_deduplication_token`: for
     * servers from before 22.2, which know no tokens but drop a block that a `Replicated*MergeTree`
     * table has already. Collections, arrays, strings and regular files are sent again, in the same
     * blocks each time; flows and streams are read once. It does not hold for inserts through a
     * `Distributed` table: see docs/retries.md. Default: `false`.
     */
    @get:JvmName("repeatable")
    public val repeatable: Boolean = builder.repeatable

    /**
     * Whether a `null` for a column that is not Nullable, and that has a `DEFAULT`, takes that
     * default, row by row; otherwise such a `null` is a [FormatException]. A Nullable column takes
     * `null` as NULL all the same. For typed inserts; columns of types that cannot stand inside of
     * Nullable, such as Array, Map and Tuple, take no `null` either way. Default: `false`. Needs a
     * server that knows `input_format_null_as_default` for Native; one that does not know it
     * refuses the insert.
     */
    @get:JvmName("nullAsDefault")
    public val nullAsDefault: Boolean = builder.nullAsDefault

    /** When the server writes the rows; `null` (the default) means as the client's options say. */
    @get:JvmName("insertMode")
    public val insertMode: InsertMode? = builder.insertMode

    /** A builder that starts with all of this request. */
    public fun toBuilder(): Builder = Builder(table, isFunction).copyFrom(this).also {
        it.columns = if (columnTypes == null) columns else null
        it.columnTypes = columnTypes
        it.columnZone = columnZone
        it.blockRows = blockRows
        it.blockBytes = blockBytes
        it.contentEncoding = contentEncoding
        it.insertMode = insertMode
        it.repeatable = repeatable
        it.nullAsDefault = nullAsDefault
    }

    override fun toString(): String = "InsertRequest($table${columns?.joinToString(", ", "(", ")").orEmpty()})"

    /** Collects an [InsertRequest]. Not thread-safe. */
    public class Builder internal constructor(
        internal val table: String,
        internal val isFunction: Boolean = false,
    ) : RequestOptions.Builder<Builder>() {
        @get:JvmSynthetic @set:JvmSynthetic
        public var columns: List<String>? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var columnTypes: List<ResultColumn>? = null
            set(value) {
                field = value
                columnZone = null
            }

        @InternalHouseflowApi
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var columnZone: DefaultZone? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var blockRows: Int = DEFAULT_BLOCK_ROWS

        @get:JvmSynthetic @set:JvmSynthetic
        public var blockBytes: Long = DEFAULT_BLOCK_BYTES

        @get:JvmSynthetic @set:JvmSynthetic
        public var contentEncoding: String? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var insertMode: InsertMode? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var repeatable: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var nullAsDefault: Boolean = false

        /** See [InsertRequest.columns]. */
        public fun columns(vararg columns: String): Builder = apply { this.columns = columns.asList() }

        /** See [InsertRequest.columns]. */
        public fun columns(columns: List<String>?): Builder = apply { this.columns = columns }

        /** See [InsertRequest.columnTypes]. */
        public fun columnTypes(columnTypes: List<ResultColumn>?): Builder = apply { this.columnTypes = columnTypes }

        /**
         * [InsertRequest.columnTypes] as text: `id UInt64, name String`. Throws
         * [ConfigurationException] for what is no list of columns with names and types.
         */
        public fun structure(structure: String): Builder = apply { columnTypes = ColumnList.parse(structure) }

        /** See [InsertRequest.blockRows]. */
        public fun blockRows(blockRows: Int): Builder = apply { this.blockRows = blockRows }

        /** See [InsertRequest.blockBytes]. */
        public fun blockBytes(blockBytes: Long): Builder = apply { this.blockBytes = blockBytes }

        /** See [InsertRequest.contentEncoding]. */
        public fun contentEncoding(contentEncoding: String?): Builder = apply { this.contentEncoding = contentEncoding }

        /** See [InsertRequest.repeatable]. */
        public fun repeatable(repeatable: Boolean): Builder = apply { this.repeatable = repeatable }

        /** See [InsertRequest.nullAsDefault]. */
        public fun nullAsDefault(nullAsDefault: Boolean): Builder = apply { this.nullAsDefault = nullAsDefault }

        /** See [InsertRequest.insertMode]. */
        public fun insertMode(insertMode: InsertMode?): Builder = apply { this.insertMode = insertMode }

        /** The request. Throws [ConfigurationException] when an option cannot work. */
        public fun build(): InsertRequest {
            if (table.isBlank()) throw ConfigurationException("The table's name is empty; give a table to insert into")
            if (columns?.isEmpty() == true) throw ConfigurationException("The list of columns is empty; name some, or none at all")
            val types = columnTypes
            if (types != null) ColumnList.check(types)
            if (types != null && columns != null) {
                throw ConfigurationException("columns and columnTypes both name the columns of the insert: give one of them")
            }
            val encoding = contentEncoding
            if (encoding != null && !ENCODING.matches(encoding)) {
                throw ConfigurationException("contentEncoding \"$encoding\" is no name of one; give gzip, zstd or the like")
            }
            if (blockRows < 1) throw ConfigurationException("blockRows is $blockRows; give at least 1")
            if (blockBytes < 1) throw ConfigurationException("blockBytes is $blockBytes; give at least 1")
            InsertSettings.check(insertMode, settings.keys)
            checkOptions()
            return InsertRequest(this)
        }
    }

    public companion object {
        private val ENCODING = Regex("[A-Za-z0-9_.-]+")
        private const val DEFAULT_BLOCK_ROWS = 65_536
        private const val DEFAULT_BLOCK_BYTES = 4L * 1024 * 1024

        /** Starts a request for [table]. */
        @JvmStatic
        public fun builder(table: String): Builder = Builder(table)

        /**
         * Starts a request for what the table function [call] writes into, by
         * `INSERT INTO FUNCTION`: `remote('host', db.table)`, say, or
         * `s3('https://...', 'Parquet')`. [call] is SQL and is sent as it is:
         * [ClickHouseSql.literal] writes texts of others in it. The columns of a typed insert are
         * asked of the function, or given by [Builder.columnTypes].
         */
        @JvmStatic
        public fun intoFunction(call: String): Builder = Builder(call, isFunction = true)

        /** A request for [table] and nothing else. */
        @JvmStatic
        public fun of(table: String): InsertRequest = Builder(table).build()
    }
}

/** A request for [table] with the options that [configure] sets. */
@JvmSynthetic
public inline fun InsertRequest(table: String, configure: InsertRequest.Builder.() -> Unit): InsertRequest =
    InsertRequest.builder(table).apply(configure).build()
