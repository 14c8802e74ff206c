package dev.houseflow

import dev.houseflow.internal.http.HeaderNames
import dev.houseflow.internal.http.UrlText
import dev.houseflow.internal.sql.Parameters
import dev.houseflow.internal.wire.SizeLimits
import dev.houseflow.internal.wire.Utf8
import java.nio.file.Path
import java.time.Duration
import java.util.Collections

/**
 * A call of a handler that the server's configuration defines (`http_handlers`), word by word:
 * nothing is added to its path, its parameters or its body. Immutable: may be shared between
 * threads and sent any number of times.
 *
 * Of the client's options only those of the way count: its endpoints with their path prefix, its
 * credentials, TLS, proxies and timeouts, and its retries. Database, settings, roles, session and
 * compression do not; what a handler is to know of them is put into [parameters] by hand.
 *
 * See the page "HTTP interface", "Predefined HTTP interface", of the ClickHouse manual.
 */
public class HandlerRequest private constructor(builder: Builder) {
    /**
     * The path, percent-encoded, with the slash at its beginning; it is put behind the endpoint's
     * own.
     */
    @get:JvmName("path")
    public val path: String = builder.path

    /** The HTTP method. Default: `GET`, or `POST` when there is a body. */
    @get:JvmName("method")
    public val method: String = builder.method ?: if (builder.body == null && builder.bodyFile == null) "GET" else "POST"

    /**
     * Header fields by name, in this order, beside the client's own. One that the client would send
     * as well replaces the client's; with an `Authorization`, `X-ClickHouse-User` or
     * `X-ClickHouse-Key` of its own a call has none of the client's credentials.
     */
    @get:JvmName("headers")
    public val headers: Map<String, List<String>> = frozen(builder.headers)

    /**
     * The parameters of the URL by name, in this order, as text that is percent-encoded when it is
     * sent.
     */
    @get:JvmName("parameters")
    public val parameters: Map<String, List<String>> = frozen(builder.parameters)

    /** The body, the array itself and no copy; `null` (the default) for none. */
    @get:JvmName("body")
    public val body: ByteArray? = builder.body

    /**
     * The file whose bytes are the body, read each time that the request is sent; `null` (the
     * default) for none. The call throws a `java.io.IOException` when it cannot be read.
     */
    @get:JvmName("bodyFile")
    public val bodyFile: Path? = builder.bodyFile

    /**
     * Whether a status other than 2xx is a failure: a [ServerException] with the server's message.
     * Otherwise such an answer is a response like any other one. An answer that begins well and
     * then breaks off, or in which the server reports an exception, is a failure always. Default:
     * `true`.
     */
    @get:JvmName("expectSuccess")
    public val expectSuccess: Boolean = builder.expectSuccess

    /**
     * Whether redirects are followed, up to five in a row; only `GET` and `HEAD` can. To another
     * scheme, host or port none of the headers go but `Accept` and its like: neither the client's
     * credentials nor the request's. A client with an `sslContext` or an engine of its own, which
     * may hold a certificate, stays with its scheme, host and port. Default: `false`.
     */
    @get:JvmName("followRedirects")
    public val followRedirects: Boolean = builder.followRedirects

    /**
     * Whether the call may be made again when it fails in a way that may pass, though the server
     * may have seen it; docs/retries.md has the rules. What certainly never reached a server is
     * always sent again. Default: `true` for `GET` and `HEAD`, else `false`.
     */
    @get:JvmName("idempotent")
    public val idempotent: Boolean = builder.idempotent ?: (method == "GET" || method == "HEAD")

    /**
     * The time for the whole call, with all its attempts. `null` (the default) means the client's.
     */
    @get:JvmName("timeout")
    public val timeout: Duration? = builder.timeout

    /**
     * How many bytes the head of an answer may have, without the lines that tell of progress. A
     * longer one fails with a [TransportException]. `null` (the default) means the client's.
     */
    @get:JvmName("maxHeadBytes")
    public val maxHeadBytes: Int? = builder.maxHeadBytes

    /** A builder that starts with all of this request. */
    public fun toBuilder(): Builder = Builder(path).also {
        it.method = method
        headers.mapValuesTo(it.headers) { (_, values) -> ArrayList(values) }
        parameters.mapValuesTo(it.parameters) { (_, values) -> ArrayList(values) }
        it.body = body
        it.bodyFile = bodyFile
        it.expectSuccess = expectSuccess
        it.followRedirects = followRedirects
        it.idempotent = idempotent
        it.timeout = timeout
        it.maxHeadBytes = maxHeadBytes
    }

    /** Method and path; neither headers nor parameters, which may hold secrets. */
    override fun toString(): String = "HandlerRequest($method $path)"

    /**
     * Collects a [HandlerRequest]. Every option is a property in Kotlin and a function of the same
     * name in Java, which returns the builder. Not thread-safe.
     */
    public class Builder internal constructor(path: String) {
        internal var path: String = UrlText.checkPath(if (path.startsWith("/")) path else "/$path")
        internal val headers = LinkedHashMap<String, MutableList<String>>()
        internal val parameters = LinkedHashMap<String, MutableList<String>>()
        internal var body: ByteArray? = null
        internal var bodyFile: Path? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var method: String? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var expectSuccess: Boolean = true

        @get:JvmSynthetic @set:JvmSynthetic
        public var followRedirects: Boolean = false

        @get:JvmSynthetic @set:JvmSynthetic
        public var idempotent: Boolean? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var timeout: Duration? = null

        @get:JvmSynthetic @set:JvmSynthetic
        public var maxHeadBytes: Int? = null

        /**
         * Adds a slash and [text], percent-encoded, to the path: for rules that take a part of the
         * URL as a parameter. Refuses nothing, `.` and `..`.
         */
        public fun segment(text: String): Builder = apply {
            if (text.isEmpty() || text == "." || text == "..") {
                throw ConfigurationException("\"$text\" cannot be a part of a path, which it would change; check the value")
            }
            path = path.removeSuffix("/") + "/" + UrlText.encode(text)
        }

        /** Adds the header field [name]; several calls with one name send it several times. */
        public fun header(name: String, value: String): Builder = apply {
            HeaderNames.check(name, value)
            val known = headers.keys.firstOrNull { it.equals(name, ignoreCase = true) } ?: name
            headers.getOrPut(known) { ArrayList(1) }.add(value)
        }

        /**
         * The `Content-Type` of the body, in place of one that was said before. Default: none is
         * sent.
         */
        public fun contentType(contentType: String): Builder = apply {
            headers.keys.removeAll { it.equals("Content-Type", ignoreCase = true) }
            header("Content-Type", contentType)
        }

        /**
         * Adds `name=value` to the URL; several calls with one name send it several times. The
         * value goes as its text, and a Boolean as 1 or 0. What has no text of its own, as arrays,
         * collections and maps have not, is refused with a [ConfigurationException]. The
         * placeholders of a dynamic handler are called `param_` and their name; the server reads a
         * text for them in its escaped form, with `\t` for a tab.
         */
        public fun parameter(name: String, value: Any): Builder = apply {
            if (name.isEmpty()) throw ConfigurationException("The name of a parameter is empty; give one")
            val text = Parameters.ofUrl(name, value)
            Utf8.encode(name, "The name of a parameter")
            Utf8.encode(text, "The value of a parameter")
            parameters.getOrPut(name) { ArrayList(1) }.add(text)
        }

        /**
         * The statement for a dynamic handler, whose `query_param_name` is [parameterName]: the
         * same as [parameter] with these two. Default of the server: `query`.
         */
        @JvmOverloads
        public fun query(sql: String, parameterName: String = "query"): Builder = parameter(parameterName, sql)

        /**
         * The body, in place of one that was given before. The array must not be changed while the
         * request is in use.
         */
        public fun body(body: ByteArray): Builder = apply {
            this.body = body
            bodyFile = null
        }

        /** The body as UTF-8, in place of one that was given before. */
        public fun body(body: String): Builder = body(Utf8.encode(body, "The body"))

        /** The bytes of [file] as the body, in place of one that was given before. */
        public fun body(file: Path): Builder = apply {
            body = null
            bodyFile = file
        }

        /** See [HandlerRequest.method]. */
        public fun method(method: String): Builder = apply { this.method = method }

        /** See [HandlerRequest.expectSuccess]. */
        public fun expectSuccess(expectSuccess: Boolean): Builder = apply { this.expectSuccess = expectSuccess }

        /** See [HandlerRequest.followRedirects]. */
        public fun followRedirects(followRedirects: Boolean): Builder = apply { this.followRedirects = followRedirects }

        /** See [HandlerRequest.idempotent]. */
        public fun idempotent(idempotent: Boolean): Builder = apply { this.idempotent = idempotent }

        /** See [HandlerRequest.timeout]. */
        public fun timeout(timeout: Duration?): Builder = apply { this.timeout = timeout }

        /** See [HandlerRequest.maxHeadBytes]. */
        public fun maxHeadBytes(maxHeadBytes: Int): Builder = apply { this.maxHeadBytes = maxHeadBytes }

        /** The request. Throws [ConfigurationException] when options contradict each other. */
        public fun build(): HandlerRequest {
            method?.let(HeaderNames::checkMethod)
            timeout?.let {
                if (it.isZero || it.isNegative) {
                    throw ConfigurationException("timeout is $it; give more than zero, or null for the client's")
                }
            }
            SizeLimits.check(null, maxHeadBytes)
            val request = HandlerRequest(this)
            val reads = request.method == "GET" || request.method == "HEAD"
            if (reads && (body != null || bodyFile != null)) {
                throw ConfigurationException("A ${request.method} carries no body: leave the body out, or choose POST or PUT as method")
            }
            if (followRedirects && !reads) {
                throw ConfigurationException(
                    "followRedirects is for GET and HEAD: another place would get what a ${request.method} sends, or half of it; ask for " +
                        "the response with expectSuccess = false, and go where it says yourself",
                )
            }
            return request
        }
    }

    public companion object {
        /**
         * Starts a request for the handler at [path], which is percent-encoded already where it has
         * to be; see [Builder.segment].
         */
        @JvmStatic
        public fun builder(path: String): Builder = Builder(path)

        private fun frozen(map: Map<String, List<String>>): Map<String, List<String>> =
            Collections.unmodifiableMap(map.mapValuesTo(LinkedHashMap()) { Collections.unmodifiableList(ArrayList(it.value)) })
    }
}

/** A request for the handler at [path] with the options that [configure] sets. */
@JvmSynthetic
public inline fun HandlerRequest(path: String, configure: HandlerRequest.Builder.() -> Unit): HandlerRequest =
    HandlerRequest.builder(path).apply(configure).build()
