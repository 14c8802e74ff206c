package dev.houseflow

import dev.houseflow.internal.sql.EncodedParameter
import dev.houseflow.internal.sql.ParameterEncoder
import dev.houseflow.internal.sql.Parameters
import dev.houseflow.internal.sql.RefusedParameter
import dev.houseflow.internal.sql.WallClock
import java.util.Collections

/**
 * One query, with everything the server is to know about it. Immutable: may be shared between
 * threads and sent any number of times.
 *
 * Kotlin mostly says `query<T>(sql) { parameter("s", "ETH") }`; Java
 * `QueryRequest.builder(sql).parameter("s", "ETH").build()`.
 */
public class QueryRequest private constructor(builder: Builder) : RequestOptions(builder) {
    /** The statement, without a `FORMAT` clause where the call decides the format. */
    @get:JvmName("sql")
    public val sql: String = builder.sql

    /**
     * The values of `{name:Type}` placeholders by name, in the text in which they are sent.
     * See "Queries with parameters" on the page "HTTP interface" of the ClickHouse manual.
     */
    @get:JvmName("parameters")
    public val parameters: Map<String, String> =
        Collections.unmodifiableMap(builder.parameters.mapValuesTo(LinkedHashMap()) { it.value.text })

    internal val encoded: Map<String, EncodedParameter> = LinkedHashMap(builder.parameters)

    private val shortNames: Map<String, String> = builder.encoder.shortNames(encoded.keys)

    /**
     * [sql] as it is sent with [sentParameters]: it says the type of what goes into a `Variant` or
     * a `Dynamic`, which the server would guess, and names of more than 4 KiB are others.
     */
    @InternalHouseflowApi
    public val statement: String = builder.encoder.statement(encoded, shortNames)

    /** [parameters] by the names that they have in [statement]. */
    @InternalHouseflowApi
    public val sentParameters: Map<String, String> =
        if (shortNames.isEmpty()) parameters else parameters.mapKeys { shortNames[it.key] ?: it.key }

    /** What the server takes in its own time zone. */
    @InternalHouseflowApi
    public val wallClocks: List<WallClock> = encoded.values.flatMap { it.wallClocks }

    /**
     * The format of an answer whose statement names none, for the raw calls; `null` (the default)
     * leaves it to the server, which gives `TabSeparated`. Typed calls read `Native` and ignore it.
     */
    @get:JvmName("format")
    public val format: Format? = builder.format

    /**
     * HTTP's own compression in which the answer is asked for, and unpacked as it comes: `gzip`,
     * `deflate`, `zstd` or `lz4`, or several of them separated by commas, of which the server
     * chooses. It takes the place of [compression], and has no checksums of the server's in most of
     * them. `null` (the default) asks for none. `zstd` needs the library
     * `com.github.luben:zstd-jni` beside Houseflow. A server that knows none of them answers
     * plainly; servers before 25.10 need a user who may change settings.
     */
    @get:JvmName("acceptEncoding")
    public val acceptEncoding: String? = builder.acceptEncoding

    /**
     * Whether the bytes of a raw call stay packed as [acceptEncoding] has them, for a file such as
     * `result.csv.gz`. They are unpacked beside that to see whether the answer is whole and no
     * error. A server that does not pack the answer fails the call. For `download`, `rawQuery`,
     * `rawResult` and `rawStream`. Default: `false`.
     */
    @get:JvmName("leavePacked")
    public val leavePacked: Boolean = builder.leavePacked

    /**
     * Whether the query only reads, and is sent by `GET`, with all of it in the URL: the server
     * then refuses every change (error 164), whatever rights the user has, and proxies may keep the
     * answer. What stands in a URL ends up in logs, and has 1 MiB of room at most, often 8 KiB
     * on the way. Takes no [externalTables]. Default: `false`, `POST`.
     */
    @get:JvmName("readOnly")
    public val readOnly: Boolean = builder.readOnly

    /**
     * Told when the answer has begun, before any of it is given to the caller; `null` (the default)
     * tells nothing. It is how streams show their query id, their format and their headers. Called
     * once for each attempt whose answer begins well, and each time that a flow or a publisher is
     * collected.
     */
    @get:JvmName("onAnswer")
    public val onAnswer: AnswerListener? = builder.onAnswer

    /**
     * External tables, which are sent with the query. Default: none. See the page "External data
     * for query processing" of the ClickHouse manual.
     */
    @get:JvmName("externalTables")
    public val externalTables: List<ExternalTable> = Collections.unmodifiableList(ArrayList(builder.tables))

    /** A builder that starts with all of this request. */
    public fun toBuilder(): Builder = Builder(sql).copyFrom(this).also {
        it.parameters.putAll(encoded)
        it.tables.addAll(externalTables)
        it.format = format
        it.acceptEncoding = acceptEncoding
        it.leavePacked = leavePacked
        it.readOnly = readOnly
        it.onAnswer = onAnswer
    }

    override fun toString(): String = "QueryRequest($sql)"

    /** Collects a [QueryRequest]. Not thread-safe. */
    public class Builder internal constructor(internal val sql: String) : RequestOptions.Builder<Builder>() {
        internal val encoder = ParameterEncoder(sql)
        internal val parameters = LinkedHashMap<String, EncodedParameter>()
        internal val tables = ArrayList<ExternalTable>()

        /** Whether there are parameters that were not taken over from another request. */
        private var hasUserParameters = false

        /** What is wrong with the values given last. */
        private val refused = LinkedHashMap<String, String>()

        @get:JvmSynthetic @set:JvmSynthetic
        public var format: Format? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var acceptEncoding: String? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var leavePacked: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var readOnly: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var onAnswer: AnswerListener? = null

        /**
         * Gives the placeholder `{name:Type}` its value. The server reads it as the type in the
         * placeholder, so nothing in it can become SQL.
         *
         * Takes `null`, Boolean, all number types, strings and characters, byte arrays, enums (by
         * the name that an insert writes), `UUID`, `java.time`, `java.util.Date` and its kin in
         * `java.sql`, `InetAddress`, `kotlin.time`, `kotlin.uuid`, Kotlin's unsigned numbers, and
         * arrays, collections and maps of these. A tuple is a list, an array, a `Pair` or `Triple`,
         * a map by the names of its elements, or an object of a `@Serializable` class, a record, a
         * data class or a bean; JSON is its text, a map, or such an object. An instant is sent as a
         * moment, which no time zone can shift. Throws [ConfigurationException] for anything else,
         * and for a name that no placeholder can have.
         *
         * The value that arrives is the one that an insert into a column of the placeholder's type
         * writes; `docs/types.md` lists what fits. Servers change values that a type does not hold
         * without a word: they take 300 for a `UInt8` as 44, and NULL for a `String` as the empty
         * one. So [build] throws [ConfigurationException] for a value that would not arrive as it
         * is. Only what is rounded to a floating-point type may change, as IEEE 754 says. A text is
         * read as the type that it is for, and left to the server where it is none of that type's.
         *
         * What goes into a `Variant` or a `Dynamic` would have its type guessed, and a JSON would
         * be read without the query's settings: [sql] is sent with a `CAST` around such
         * placeholders. So is a moment before 1970 that is no whole second.
         *
         * Values may be long: together they go into the body of the request instead of its URL when
         * they take more than 4096 bytes there. From 23.6 on, a server takes 128 KiB for a single
         * one, or what `http_max_field_value_size` in its default profile says; for a list that is
         * longer, see [externalTable].
         */
        public fun parameter(name: String, value: Any?): Builder {
            // What can be iterated over may be so but once.
            val kept = if (value is Iterable<*> && value !is Collection<*> && Parameters.isList(value)) value.toList() else value
            hasUserParameters = true
            refused.remove(name)
            try {
                parameters[Parameters.checkName(name)] = encoder.encode(name, kept)
            } catch (e: RefusedParameter) {
                refused[name] = e.message
            }
            return this
        }

        /**
         * Gives the placeholders their values in the order in which they stand in the statement;
         * one that stands there several times counts once. The values are those that [parameter]
         * takes. Throws [ConfigurationException] when there are more or fewer of them than
         * placeholders.
         */
        public fun positionalParameters(vararg values: Any?): Builder {
            val names = encoder.names
            if (names.size != values.size) {
                throw ConfigurationException(
                    "There are ${values.size} values for ${names.size} placeholders${names.joinToString(prefix = " (", postfix = ")")}: " +
                        "give each one value, in their order",
                )
            }
            names.forEachIndexed { i, name -> parameter(name, values[i]) }
            return this
        }

        /** Several values, as [parameter] takes them. */
        public fun parameters(parameters: Map<String, Any?>): Builder {
            parameters.forEach { (name, value) -> parameter(name, value) }
            return this
        }

        /**
         * Sends [table] along with the query, beside those that were given before. Two of the same
         * name are refused by [build].
         *
         * With external tables, servers from before August 2025 ignore settings whose names end in
         * `_format`, `_types` or `_structure`, so calls with such a setting fail with
         * [ConfigurationException], unless the statement names the setting as well, in its
         * `SETTINGS` clause.
         */
        public fun externalTable(table: ExternalTable): Builder {
            tables.add(table)
            return this
        }

        /** See [QueryRequest.format]. */
        public fun format(format: Format?): Builder {
            this.format = format
            return this
        }

        /** See [QueryRequest.acceptEncoding]. */
        public fun acceptEncoding(acceptEncoding: String?): Builder {
            this.acceptEncoding = acceptEncoding
            return this
        }

        /** See [QueryRequest.leavePacked]. */
        public fun leavePacked(leavePacked: Boolean): Builder {
            this.leavePacked = leavePacked
            return this
        }

        /** See [QueryRequest.readOnly]. */
        public fun readOnly(readOnly: Boolean): Builder {
            this.readOnly = readOnly
            return this
        }

        /** See [QueryRequest.onAnswer]. */
        public fun onAnswer(onAnswer: AnswerListener?): Builder {
            this.onAnswer = onAnswer
            return this
        }

        /**
         * The request. Throws [ConfigurationException] when options contradict each other, a
         * parameter does not fit its placeholder, or tables share a name.
         */
        public fun build(): QueryRequest {
            if (sql.isBlank()) throw ConfigurationException("The query is empty; give a statement")
            checkOptions()
            checkEncoding()
            if (readOnly && tables.isNotEmpty()) {
                throw ConfigurationException("External tables are sent in a body, which a read-only request has not: leave readOnly out")
            }
            if (hasUserParameters) encoder.checkNames(parameters.keys + refused.keys)
            refused.values.firstOrNull()?.let { throw ConfigurationException(it) }
            settings[SESSION_ZONE]?.let { zone -> parameters.values.forEach { it.wallClocks.forEach { clock -> clock.check(zone) } } }
            tables.groupingBy { it.name }.eachCount().forEach { (name, count) ->
                if (count > 1) throw ConfigurationException("$count external tables are called \"$name\"; give each a name of its own")
            }
            return QueryRequest(this)
        }

        private fun checkEncoding() {
            if (leavePacked && acceptEncoding == null) {
                throw ConfigurationException("leavePacked needs acceptEncoding, which says how the answer is packed: give gzip, say")
            }
            val encoding = acceptEncoding ?: return
            val unknown = encoding.split(',').map { it.trim() }.firstOrNull { it !in ENCODINGS }
            if (unknown != null) {
                throw ConfigurationException("acceptEncoding \"$unknown\" cannot be read here; give gzip, deflate, zstd or lz4")
            }
            val frames = compression
            if (frames != null && frames != Compression.NONE) {
                throw ConfigurationException("acceptEncoding and compression = $frames both pack the answer; set one of them")
            }
        }
    }

    public companion object {
        private val ENCODINGS = setOf("gzip", "deflate", "zstd", "lz4")
        private const val SESSION_ZONE = "session_timezone"

        /** Starts a request for [sql]. */
        @JvmStatic
        public fun builder(sql: String): Builder = Builder(sql)

        /** A request for [sql] and nothing else. */
        @JvmStatic
        public fun of(sql: String): QueryRequest = Builder(sql).build()
    }
}

/** A request for [sql] with the options that [configure] sets. */
@JvmSynthetic
public inline fun QueryRequest(sql: String, configure: QueryRequest.Builder.() -> Unit): QueryRequest =
    QueryRequest.builder(sql).apply(configure).build()
