package dev.houseflow

import dev.houseflow.internal.sql.ParameterEncoder
import dev.houseflow.internal.sql.Parameters
import dev.houseflow.internal.sql.Settings
import dev.houseflow.internal.sql.VariableJson
import dev.houseflow.internal.wire.SizeLimits
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import java.time.Duration
import java.util.Collections

/** How the variables of a query endpoint are sent. */
public enum class QueryEndpointMethod {
    /**
     * [POST] when a variable is an array, a map or a tuple, or the URL would be longer than 4 KiB,
     * else [GET].
     */
    AUTO,

    /** In the URL, as `param_name=value`: caches may keep the answer, and logs the values. */
    GET,

    /** In the body, as JSON. */
    POST,
}

/**
 * One run of the query that is stored behind an endpoint of ClickHouse Cloud. Immutable: may be
 * shared between threads and sent any number of times.
 *
 * See the page "Query API endpoints" of the ClickHouse Cloud manual.
 */
public class QueryEndpointRequest private constructor(builder: Builder) {
    /**
     * The values of the stored query's `{name: Type}` placeholders by name, in the text in which a
     * URL carries them.
     */
    @get:JvmName("variables")
    public val variables: Map<String, String> = Collections.unmodifiableMap(LinkedHashMap(builder.texts))

    /** The same as JSON. */
    @InternalHouseflowApi
    @get:JvmSynthetic
    public val json: JsonObject = JsonObject(LinkedHashMap(builder.values))

    /** The names of those that have values inside. */
    @InternalHouseflowApi
    public val nested: Set<String> = HashSet(builder.nested)

    /** How variables are sent. Default: [QueryEndpointMethod.AUTO]. */
    @get:JvmName("method")
    public val method: QueryEndpointMethod = builder.method

    /**
     * The format of the answer, or of the data of an upload. Version 1 knows few of them. `null`
     * (the default) leaves it to the endpoint; typed calls read `Native` and lines are
     * `JSONEachRow`.
     */
    @get:JvmName("format")
    public val format: Format? = builder.format

    /**
     * Settings for this run, by name, in ClickHouse's text. See the page "Session settings" of the
     * ClickHouse manual.
     */
    @get:JvmName("settings")
    public val settings: Map<String, String> = Collections.unmodifiableMap(LinkedHashMap(builder.settings))

    /**
     * The time that the endpoint gives the query (`request_timeout`, in milliseconds); the client
     * itself waits five seconds longer for the whole call. `null` (the default) means the client's,
     * and if it has none the endpoint's own, 30 s.
     */
    @get:JvmName("timeout")
    public val timeout: Duration? = builder.timeout

    /**
     * Whether the stored query may be run again when the call fails in a way that may pass, though
     * the endpoint may have seen it: when it only reads, say, which the client does not know.
     * Default: `false`.
     */
    @get:JvmName("idempotent")
    public val idempotent: Boolean = builder.idempotent

    /**
     * Whether this run turns the endpoint from version 1 into version 2, which it then stays.
     * Default: `false`.
     */
    @get:JvmName("upgradeToV2")
    public val upgradeToV2: Boolean = builder.upgradeToV2

    /**
     * How many bytes of memory one block of a typed answer may take, and one line of an answer by
     * lines: a block takes its columns, and 16 bytes for each row. A larger one fails with a
     * [FormatException] before it is made. `null` (the default) means the client's.
     */
    @get:JvmName("maxBlockBytes")
    public val maxBlockBytes: Long? = builder.maxBlockBytes

    /**
     * How many bytes the head of an answer may have, without the lines that tell of progress. A
     * longer one fails with a [TransportException]. `null` (the default) means the client's.
     */
    @get:JvmName("maxHeadBytes")
    public val maxHeadBytes: Int? = builder.maxHeadBytes

    /**
     * The text of the stored query, against which the variables were checked; `null` (the default)
     * for none.
     */
    @get:JvmName("storedQuery")
    public val storedQuery: String? = builder.storedQuery

    private val given: Map<String, Any?> = LinkedHashMap(builder.given)

    /** A builder that starts with all of this request. */
    public fun toBuilder(): Builder = Builder().also {
        it.texts.putAll(variables)
        it.values.putAll(json)
        it.nested.addAll(nested)
        it.given.putAll(given)
        it.storedQuery = storedQuery
        it.method = method
        it.format = format
        it.settings.putAll(settings)
        it.timeout = timeout
        it.idempotent = idempotent
        it.upgradeToV2 = upgradeToV2
        it.maxBlockBytes = maxBlockBytes
        it.maxHeadBytes = maxHeadBytes
    }

    /** The names of the variables; not their values. */
    override fun toString(): String = "QueryEndpointRequest(${variables.keys.joinToString()})"

    /**
     * Collects a [QueryEndpointRequest]. Every option is a property in Kotlin and a function of the
     * same name in Java, which returns the builder. Not thread-safe.
     */
    public class Builder internal constructor() {
        internal val texts = LinkedHashMap<String, String>()
        internal val values = LinkedHashMap<String, JsonElement>()
        internal val nested = HashSet<String>()
        internal val settings = LinkedHashMap<String, String>()

        /** The variables as they were given. */
        internal val given = LinkedHashMap<String, Any?>()

        @get:JvmSynthetic @set:JvmSynthetic
        public var method: QueryEndpointMethod = QueryEndpointMethod.AUTO

        @get:JvmSynthetic @set:JvmSynthetic
        public var format: Format? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var timeout: Duration? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var idempotent: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var upgradeToV2: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var storedQuery: String? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var maxBlockBytes: Long? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var maxHeadBytes: Int? = null

        /**
         * Gives the placeholder `{name: Type}` of the stored query its value. Takes what
         * [QueryRequest.Builder.parameter] takes, except for objects of classes; a tuple is a
         * `Pair`, a `Triple` or a `Map.Entry`. The types of the stored query are not known here, so
         * what does not fit them is the endpoint's to refuse. In JSON, arrays, collections and
         * tuples are arrays, maps are objects, numbers are numbers unless 64-bit floating point
         * would round them, and anything else is a text. Throws [ConfigurationException] for what
         * cannot be sent.
         */
        public fun variable(name: String, value: Any?): Builder = apply {
            // What can be iterated over may be so but once.
            val kept = if (value is Iterable<*> && value !is Collection<*> && Parameters.isList(value)) value.toList() else value
            texts[Parameters.checkName(name)] = Parameters.encode(name, kept)
            given[name] = kept
            values[name] = VariableJson.of(name, kept)
            if (VariableJson.isNested(kept)) nested.add(name) else nested.remove(name)
        }

        /** Several values, as [variable] takes them. */
        public fun variables(variables: Map<String, Any?>): Builder = apply { variables.forEach { (name, value) -> variable(name, value) } }

        /** Sends the setting [name] with this run; values as in [QueryRequest.Builder.setting]. */
        public fun setting(name: String, value: Any?): Builder = apply {
            if (name == "format" || name == "request_timeout") {
                val instead = if (name == "format") "format" else "timeout"
                throw ConfigurationException("\"$name\" is no setting: use $instead instead")
            }
            settings[Settings.checkName(name)] = Settings.encode(name, value)
        }

        /**
         * The text of the stored query, where the caller knows it: [build] then refuses variables
         * that its placeholders would change, that it has no placeholder for, and placeholders
         * without a value, as far as that can be told here. It is not sent.
         */
        public fun storedQuery(storedQuery: String?): Builder = apply { this.storedQuery = storedQuery }

        /** See [QueryEndpointRequest.method]. */
        public fun method(method: QueryEndpointMethod): Builder = apply { this.method = method }

        /** See [QueryEndpointRequest.format]. */
        public fun format(format: Format?): Builder = apply { this.format = format }

        /** See [QueryEndpointRequest.timeout]. */
        public fun timeout(timeout: Duration?): Builder = apply { this.timeout = timeout }

        /** See [QueryEndpointRequest.idempotent]. */
        public fun idempotent(idempotent: Boolean): Builder = apply { this.idempotent = idempotent }

        /** See [QueryEndpointRequest.upgradeToV2]. */
        public fun upgradeToV2(): Builder = apply { upgradeToV2 = true }

        /** See [QueryEndpointRequest.maxBlockBytes]. */
        public fun maxBlockBytes(maxBlockBytes: Long): Builder = apply { this.maxBlockBytes = maxBlockBytes }

        /** See [QueryEndpointRequest.maxHeadBytes]. */
        public fun maxHeadBytes(maxHeadBytes: Int): Builder = apply { this.maxHeadBytes = maxHeadBytes }

        /** The request. Throws [ConfigurationException] when an option cannot work. */
        public fun build(): QueryEndpointRequest {
            timeout?.let {
                if (it.toMillis() < 1) throw ConfigurationException("timeout is $it; give a millisecond or more, or null for the client's")
            }
            SizeLimits.check(maxBlockBytes, maxHeadBytes)
            storedQuery?.let { ParameterEncoder(it).checkAll(given) }
            return QueryEndpointRequest(this)
        }
    }

    public companion object {
        /** Starts a request without variables. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** A request with the variables and options that [configure] sets. */
@JvmSynthetic
public inline fun QueryEndpointRequest(configure: QueryEndpointRequest.Builder.() -> Unit): QueryEndpointRequest =
    QueryEndpointRequest.builder().apply(configure).build()
