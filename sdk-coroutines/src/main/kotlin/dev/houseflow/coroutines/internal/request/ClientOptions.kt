package dev.houseflow.coroutines.internal.request

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.InsertMode
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.RequestOptions
import dev.houseflow.ServerException
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.session.AccessTokens
import dev.houseflow.coroutines.internal.session.SessionState
import dev.houseflow.coroutines.internal.transport.ServerAddress
import dev.houseflow.internal.http.UrlText
import dev.houseflow.internal.sql.InsertSettings
import dev.houseflow.internal.type.Identifiers
import dev.houseflow.internal.wire.ReadLimits
import java.time.Duration
import java.util.Base64

/** The client's own options as requests need them, read once. */
internal class ClientOptions(endpoint: String, config: ClickHouseClientConfig, tokens: AccessTokens? = null) {
    val address = ServerAddress.parse(endpoint)
    val username: String? = config.username ?: address.username
    private val password: String? = config.password ?: address.password

    /** What takes the place of credentials that stay the same. */
    private val tokens: AccessTokens? = tokens ?: config.passwordSupplier?.let { passwords(it, config) }
    val database: String? = config.database
    val compression: Compression = config.compression
    private val insertMode: InsertMode = config.insertMode
    val timeout: Duration? = config.timeout
    val statementInErrors: Boolean = config.statementInErrors
    private val limits: ReadLimits = ReadLimits.of(config.maxBlockBytes)
    private val roles: List<String> = config.roles.toList()
    private val settings: Map<String, String> = LinkedHashMap(config.settings)

    private val certificateAuth: Boolean = config.certificateAuth
    private val givesPasswords: Boolean = config.passwordSupplier != null

    /**
     * The value of the setting [name] for a request with [options], if it or this client sets it.
     */
    fun setting(options: RequestOptions, name: String): String? = options.settings[name] ?: settings[name]

    /**
     * What a block of a typed answer may be, where a request says [maxBlockBytes] or leaves it to
     * this client.
     */
    fun limits(maxBlockBytes: Long?): ReadLimits = if (maxBlockBytes == null) limits else ReadLimits.of(maxBlockBytes)

    /** Credentials go into headers, never into URLs, which end up in logs. */
    private val ownHeaders: List<Pair<String, String>> = credentials() + otherHeaders(config)

    private val quotaKey: String? = config.quotaKey

    /** A server takes a key of quotas from where it takes the user, and refuses a mixture. */
    private val quotaByHeader: Boolean =
        if (givesPasswords) ':' in username.orEmpty() else ownHeaders.firstOrNull()?.first.orEmpty().startsWith("X-ClickHouse-User")

    /** [own] with what a request with [options] says in its head besides. */
    fun headers(own: List<Pair<String, String>>, options: RequestOptions): List<Pair<String, String>> {
        val key = if (quotaByHeader) options.quotaKey ?: quotaKey else null
        if (options.headers.isEmpty() && key == null) return own
        val all = ArrayList<Pair<String, String>>(own.size + options.headers.size + 1)
        own.filterTo(all) { field -> options.headers.keys.none { it.equals(field.first, ignoreCase = true) } }
        options.headers.mapTo(all) { it.toPair() }
        if (key != null) all.add("X-ClickHouse-Quota" to key)
        return all
    }

    /** The headers of a request that says who asks only if that is known already. */
    val headersAtHand: List<Pair<String, String>> get() = tokens?.headersAtHand ?: ownHeaders

    /** Whether a token that a server has refused can be exchanged for another one. */
    val renewsTokens: Boolean get() = tokens != null

    /**
     * Runs [block] with the headers of a request. A token that the server refuses is not used
     * again.
     */
    suspend inline fun <R> authorized(block: (headers: List<Pair<String, String>>) -> R): R {
        val tokens = tokens ?: return block(ownHeaders)
        val headers = tokens.headers()
        try {
            return block(headers)
        } catch (e: ServerException) {
            if (AccessTokens.isRefusal(e)) tokens.refused(headers)
            throw e
        }
    }

    /** A server has refused the token in [headers]. */
    fun refused(headers: List<Pair<String, String>>) {
        tokens?.refused(headers)
    }

    private fun credentials(): List<Pair<String, String>> {
        if (givesPasswords) return emptyList()
        if (tokens != null) {
            if (username == null && password == null && !certificateAuth) return emptyList()
            throw ConfigurationException(
                "An access token says who asks: leave out username, password and certificateAuth, and the user in the endpoint",
            )
        }
        checkLine("username", username)
        checkLine("password", password)
        if (certificateAuth) {
            val name = username
                ?: throw ConfigurationException("certificateAuth needs a username; give the name that the certificate stands for")
            if (password != null) throw ConfigurationException("certificateAuth and a password exclude each other; leave one of them out")
            if (!address.base.startsWith("https://")) throw ConfigurationException("certificateAuth needs an https endpoint")
            return listOf("X-ClickHouse-User" to name, "X-ClickHouse-SSL-Certificate-Auth" to "on")
        }
        if (username == null && password == null) return emptyList()
        return credentials(username ?: DEFAULT_USER, password.orEmpty())
    }

    /** Passwords of this endpoint's user, each checked as one that is given once. */
    private fun passwords(supplier: suspend () -> String, config: ClickHouseClientConfig): AccessTokens {
        checkLine("username", username)
        if (config.accessToken != null || config.certificateAuth || password != null) {
            throw ConfigurationException(
                "passwordSupplier gives the password: leave out password, accessToken and certificateAuth, and the password in the endpoint",
            )
        }
        return AccessTokens(supplier, otherHeaders(config)) { given ->
            checkLine("password of passwordSupplier", given)
            credentials(username ?: DEFAULT_USER, given)
        }
    }

    /** No name and no password has a line break, but files that they are read from do. */
    private fun checkLine(option: String, value: String?) {
        if (value == null || value.none { it == '\r' || it == '\n' || it == '\u0000' }) return
        throw ConfigurationException("The $option holds a line break, as one that was read from a file may: trim it")
    }

    /** The names of all settings that a request with [options] is sent with. */
    fun settingNames(options: RequestOptions): Set<String> = own(options).keys

    /** All settings that a request with [options] is sent with, by name. */
    fun allSettings(options: RequestOptions): Map<String, String> = own(options)

    /** Whether [parameters] take more than [limit] bytes in a URL. */
    fun exceed(parameters: Map<String, String>, limit: Int): Boolean {
        if (parameters.isEmpty()) return false
        var most = 0L
        for ((name, value) in parameters) most += "&param_=".length + name.length + value.length.toLong() * MOST_PER_CHAR
        if (most <= limit) return false
        var length = 0L
        for ((name, value) in parameters) {
            length += "&param_=".length + name.length + if (value.length > limit) value.length else UrlText.encode(value).length
            if (length > limit) return true
        }
        return false
    }

    /**
     * The settings by which an insert with [options] is written when its request, or else this
     * client, says.
     */
    fun insertSettings(options: RequestOptions): List<Pair<String, String>> {
        val mode = (options as? InsertRequest)?.insertMode ?: insertMode
        return InsertSettings.of(mode, hasToken = !options.settings[DEDUPLICATION_TOKEN].isNullOrEmpty())
    }

    /** Whether [request] or this client says when the rows are written. */
    fun choosesInsertMode(request: InsertRequest): Boolean = request.insertMode != null || insertMode != InsertMode.SERVER_DEFAULT ||
        own(request).keys.any { it in InsertSettings.NAMES }

    /**
     * Whether a server certainly counts the rows that an insert with [options] writes: it writes
     * them at once.
     */
    fun countsWrites(options: RequestOptions): Boolean {
        val set = own(options)[InsertSettings.ASYNC]
        if (set != null) return set == "0" || set == "false"
        return insertSettings(options) == InsertSettings.of(InsertMode.SYNCHRONOUS, false)
    }

    private fun own(options: RequestOptions): Map<String, String> = when {
        // What a request says of its mode wins over the client's settings.
        options is InsertRequest && options.insertMode != null && settings.keys.any { it in InsertSettings.NAMES } ->
            settings - InsertSettings.NAMES + options.settings

        settings.isEmpty() -> options.settings
        options.settings.isEmpty() -> settings
        else -> settings + options.settings
    }

    /**
     * The target of a request with [options] and the [extra] parameters of its kind. What is a
     * setting as well is said once, as that. Unless [parametersInUrl], the values of placeholders
     * are sent otherwise.
     */
    fun target(
        options: RequestOptions,
        queryId: String,
        session: SessionState?,
        extra: List<Pair<String, String>>,
        parametersInUrl: Boolean = true,
    ): String {
        val own = own(options)
        val out = StringBuilder(TARGET_GUESS).append(address.path).append('?')
        out.put("query_id", queryId, own)
        if (options.replaceRunningQuery) out.put("replace_running_query", "1", own)
        if (options.useDatabase) (options.database ?: database)?.let { out.put("database", it, own) }
        (options.roles ?: roles).forEach { out.put("role", it, own) }
        if (!quotaByHeader) (options.quotaKey ?: quotaKey)?.let { out.put("quota_key", it, own) }
        sessionParameters(options, session, out, own)
        for (i in extra.indices) out.put(extra[i].first, extra[i].second, own)
        if (parametersInUrl && options is QueryRequest && options.sentParameters.isNotEmpty()) {
            options.sentParameters.forEach { (name, value) -> out.put("param_$name", value, own) }
        }
        if (own.isNotEmpty()) own.forEach { (name, value) -> out.put(name, value, emptyMap()) }
        return out.toString()
    }

    private fun sessionParameters(options: RequestOptions, session: SessionState?, out: StringBuilder, own: Map<String, String>) {
        val id = options.sessionId ?: session?.id ?: return
        out.put("session_id", id, own)
        (options.sessionTimeout ?: session?.timeout)?.let { out.put("session_timeout", wholeSeconds(it).toString(), own) }
        if (options.sessionCheck) out.put("session_check", "1", own)
    }

    override fun toString(): String = if (tokens != null && !givesPasswords) {
        "$address, access token <hidden>"
    } else {
        "$address, user ${username ?: "default"}, password ${if (password == null && !givesPasswords) "none" else "<hidden>"}"
    }

    companion object {
        /** The setting by which a server knows an insert that it has already. */
        const val DEDUPLICATION_TOKEN: String = "insert_deduplication_token"

        /** What a client's requests say in their heads besides who asks. */
        private fun otherHeaders(config: ClickHouseClientConfig): List<Pair<String, String>> =
            listOf("User-Agent" to UserAgent.of(config.clientName)) + config.headers.map { it.toPair() }

        /** Of all endpoints of a client, if it has a supplier of them. */
        fun tokens(config: ClickHouseClientConfig): AccessTokens? = config.accessToken?.let { AccessTokens(it, otherHeaders(config)) }

        /** One parameter, unless it is said by one of the [later] settings. */
        private fun StringBuilder.put(name: String, value: String, later: Map<String, String>) {
            if (later.isNotEmpty() && name in later) return
            if (last() != '?') append('&')
            append(UrlText.encode(name)).append('=').append(UrlText.encode(value))
        }

        /** Rather a moment longer than shorter. */
        private fun wholeSeconds(time: Duration): Long = if (time.nano == 0) time.seconds else time.seconds + 1

        private const val DEFAULT_USER = "default"

        private fun credentials(user: String, password: String): List<Pair<String, String>> {
            // Basic carries any characters, but cannot tell a colon in a name from the one before
            // the password.
            if (':' in user) return listOf("X-ClickHouse-User" to user, "X-ClickHouse-Key" to password)
            return listOf("Authorization" to "Basic " + Base64.getEncoder().encodeToString("$user:$password".toByteArray(Charsets.UTF_8)))
        }

        private const val TARGET_GUESS = 160

        /** A character of three bytes, each of them as `%XX`. */
        private const val MOST_PER_CHAR = 9
    }
}

/** `INSERT INTO table (columns) FORMAT format`. */
internal fun insertStatement(request: InsertRequest, columns: List<String>?, format: String): String = buildString {
    append("INSERT INTO ").append(if (request.isFunction) "FUNCTION ${request.table}" else Identifiers.quoteTable(request.table))
    columns?.joinTo(this, ", ", " (", ")") { Identifiers.quote(it) }
    append(" FORMAT ").append(format)
}
