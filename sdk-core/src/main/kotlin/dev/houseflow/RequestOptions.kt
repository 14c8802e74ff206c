package dev.houseflow

import dev.houseflow.internal.http.HeaderNames
import dev.houseflow.internal.sql.Settings
import dev.houseflow.internal.wire.SizeLimits
import java.time.Duration
import java.util.Collections

/**
 * What a query and an insert may say alike. Immutable, and made by the builders of [QueryRequest]
 * and [InsertRequest]; may be shared between threads and sent any number of times.
 */
public sealed class RequestOptions(builder: Builder<*>) {
    /**
     * Settings for this request, by name, in ClickHouse's text. See the page "Session settings" of
     * the ClickHouse manual.
     */
    @get:JvmName("settings")
    public val settings: Map<String, String> = Collections.unmodifiableMap(LinkedHashMap(builder.settings))

    /**
     * Header fields that are sent with this request, beside the client's own, of which they replace
     * those of the same name in any case. Default: none.
     */
    @get:JvmName("headers")
    public val headers: Map<String, String> = Collections.unmodifiableMap(LinkedHashMap(builder.headers))

    /**
     * The key by which a quota counts this request, where the quota is `KEYED BY client_key`;
     * `null` (the default) means the client's. See the page "Quotas" of the ClickHouse manual.
     */
    @get:JvmName("quotaKey")
    public val quotaKey: String? = builder.quotaKey

    /**
     * The id under which the server runs the query; `null` (the default) lets the client make a
     * UUID. A request with an id of its own can run only once at a time. When the call is made
     * again, `-2`, `-3` and so on stand behind the id.
     */
    @get:JvmName("queryId")
    public val queryId: String? = builder.queryId

    /**
     * Whether the server stops a query of this user that runs under the same [queryId], and runs
     * this one in its place; otherwise it refuses this one. Default: `false`.
     */
    @get:JvmName("replaceRunningQuery")
    public val replaceRunningQuery: Boolean = builder.replaceRunningQuery

    /**
     * The database in which unqualified table names are looked up; `null` (the default) means the
     * client's.
     */
    @get:JvmName("database")
    public val database: String? = builder.database

    /**
     * Whether a database is sent at all; `false` leaves it to the server, which takes the user's
     * own. Default: `true`.
     */
    @get:JvmName("useDatabase")
    public val useDatabase: Boolean = builder.useDatabase

    /**
     * The roles to run with, all others being off; `null` (the default) means the client's, an
     * empty list the user's default roles.
     */
    @get:JvmName("roles")
    public val roles: List<String>? = builder.roles?.let { Collections.unmodifiableList(ArrayList(it)) }

    /**
     * The session to run in, which keeps temporary tables and `SET`; `null` (the default) means
     * none. One query at a time in each session.
     */
    @get:JvmName("sessionId")
    public val sessionId: String? = builder.sessionId

    /**
     * How long the server keeps the session after this request, in whole seconds; `null` (the
     * default) means the server's default, 60 s.
     */
    @get:JvmName("sessionTimeout")
    public val sessionTimeout: Duration? = builder.sessionTimeout

    /**
     * Whether the session must exist already, else the call fails with a
     * [SessionNotFoundException]. Default: `false`.
     */
    @get:JvmName("sessionCheck")
    public val sessionCheck: Boolean = builder.sessionCheck

    /**
     * Whether a call in a session that is busy with another call fails at once, with a
     * [SessionBusyException], and does not wait for its turn. Default: `false`.
     */
    @get:JvmName("failWhenSessionBusy")
    public val failWhenSessionBusy: Boolean = builder.failWhenSessionBusy

    /**
     * The time for the whole call, from sending to the last byte of the answer, with all its
     * attempts; then it fails with a [TransportException] and the query is stopped. `null` (the
     * default) means the client's.
     */
    @get:JvmName("timeout")
    public val timeout: Duration? = builder.timeout

    /** Told how far the query has come; `null` (the default) asks for nothing. */
    @get:JvmName("onProgress")
    public val onProgress: ProgressListener? = builder.onProgress

    /** How data travels; `null` (the default) means the client's choice. */
    @get:JvmName("compression")
    public val compression: Compression? = builder.compression

    /**
     * How many bytes of memory one block of a typed answer may take: its columns, and 16 bytes for
     * each row. A larger one fails with a [FormatException] before it is made. `null` (the default)
     * means the client's.
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
     * The options that both kinds of request have. Every option is a property in Kotlin and a
     * function of the same name in Java, which returns the builder. Not thread-safe.
     */
    public sealed class Builder<B : Builder<B>> {
        internal val settings = LinkedHashMap<String, String>()
        internal val headers = LinkedHashMap<String, String>()

        @get:JvmSynthetic @set:JvmSynthetic
        public var quotaKey: String? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var queryId: String? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var replaceRunningQuery: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var database: String? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var useDatabase: Boolean = true

        @get:JvmSynthetic @set:JvmSynthetic
        public var roles: List<String>? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var sessionId: String? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var sessionTimeout: Duration? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var sessionCheck: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var failWhenSessionBusy: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var timeout: Duration? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var onProgress: ProgressListener? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var compression: Compression? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var maxBlockBytes: Long? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var maxHeadBytes: Int? = null

        @Suppress("UNCHECKED_CAST")
        private val self: B get() = this as B

        /**
         * Sends the setting [name] with this request: a Boolean becomes 1 or 0, a Map
         * `{'key':'value'}`, a list or an array `['a','b']`, a Duration its seconds, or its
         * milliseconds where the name ends with `_ms` (likewise `_us` and `_ns`), anything else its
         * text. Throws [ConfigurationException] for names that are no settings but options of the
         * request, such as `query_id` or `param_x`, and for a Duration that is no whole number of
         * such a unit.
         */
        public fun setting(name: String, value: Any?): B {
            settings[Settings.checkName(name)] = Settings.encode(name, value)
            return self
        }

        /** Several settings, as [setting] takes them. */
        public fun settings(settings: Map<String, Any?>): B {
            settings.forEach { (name, value) -> setting(name, value) }
            return self
        }

        /**
         * Sends the header field [name] with this request; the last value counts. Throws
         * [ConfigurationException] for what the client sets itself, such as `Authorization` or
         * `Content-Type`, for what is no name of a field, and for a value with a line break.
         */
        public fun header(name: String, value: String): B {
            HeaderNames.put(headers, name, value)
            return self
        }

        /** See [RequestOptions.quotaKey]. */
        public fun quotaKey(quotaKey: String?): B = self.also { it.quotaKey = quotaKey }

        /** See [RequestOptions.queryId]. */
        public fun queryId(queryId: String?): B = self.also { it.queryId = queryId }

        /** See [RequestOptions.replaceRunningQuery]. */
        public fun replaceRunningQuery(replaceRunningQuery: Boolean): B = self.also { it.replaceRunningQuery = replaceRunningQuery }

        /** See [RequestOptions.database]. */
        public fun database(database: String?): B = self.also { it.database = database }

        /** See [RequestOptions.useDatabase]. */
        public fun useDatabase(useDatabase: Boolean): B = self.also { it.useDatabase = useDatabase }

        /** See [RequestOptions.roles]. */
        public fun roles(vararg roles: String): B = self.also { it.roles = roles.asList() }

        /** See [RequestOptions.roles]. */
        public fun roles(roles: List<String>?): B = self.also { it.roles = roles }

        /** See [RequestOptions.sessionId]. */
        public fun sessionId(sessionId: String?): B = self.also { it.sessionId = sessionId }

        /** See [RequestOptions.sessionTimeout]. */
        public fun sessionTimeout(sessionTimeout: Duration?): B = self.also { it.sessionTimeout = sessionTimeout }

        /** See [RequestOptions.sessionCheck]. */
        public fun sessionCheck(sessionCheck: Boolean): B = self.also { it.sessionCheck = sessionCheck }

        /** See [RequestOptions.failWhenSessionBusy]. */
        public fun failWhenSessionBusy(failWhenSessionBusy: Boolean): B = self.also { it.failWhenSessionBusy = failWhenSessionBusy }

        /** See [RequestOptions.timeout]. */
        public fun timeout(timeout: Duration?): B = self.also { it.timeout = timeout }

        /** See [RequestOptions.onProgress]. */
        public fun onProgress(onProgress: ProgressListener?): B = self.also { it.onProgress = onProgress }

        /** See [RequestOptions.compression]. */
        public fun compression(compression: Compression?): B = self.also { it.compression = compression }

        /** See [RequestOptions.maxBlockBytes]. */
        public fun maxBlockBytes(maxBlockBytes: Long): B = self.also { it.maxBlockBytes = maxBlockBytes }

        /** See [RequestOptions.maxHeadBytes]. */
        public fun maxHeadBytes(maxHeadBytes: Int): B = self.also { it.maxHeadBytes = maxHeadBytes }

        internal fun copyFrom(options: RequestOptions): B {
            settings.putAll(options.settings)
            headers.putAll(options.headers)
            quotaKey = options.quotaKey
            queryId = options.queryId
            replaceRunningQuery = options.replaceRunningQuery
            database = options.database
            useDatabase = options.useDatabase
            roles = options.roles
            sessionId = options.sessionId
            sessionTimeout = options.sessionTimeout
            sessionCheck = options.sessionCheck
            failWhenSessionBusy = options.failWhenSessionBusy
            timeout = options.timeout
            onProgress = options.onProgress
            compression = options.compression
            maxBlockBytes = options.maxBlockBytes
            maxHeadBytes = options.maxHeadBytes
            return self
        }

        internal fun checkOptions() {
            sessionTimeout?.let {
                if (it.seconds < 1) throw ConfigurationException("sessionTimeout is $it; give at least one second")
            }
            timeout?.let {
                if (it.isZero || it.isNegative) throw ConfigurationException("timeout is $it; give more than zero, or null for none")
            }
            SizeLimits.check(maxBlockBytes, maxHeadBytes)
            HeaderNames.checkQuotaKey(quotaKey)
            if (replaceRunningQuery && queryId == null) {
                throw ConfigurationException("replaceRunningQuery needs the queryId of the query to replace; set both or none")
            }
            if (sessionId?.isEmpty() == true) throw ConfigurationException("sessionId is empty; give one, or null for no session")
            if (sessionCheck && sessionId == null) throw ConfigurationException("sessionCheck needs a sessionId; set both or none")
        }
    }
}
