package dev.houseflow

import dev.houseflow.internal.http.firstValue
import dev.houseflow.internal.http.headerMap
import java.nio.charset.Charset

/**
 * The beginning of an answer, as soon as its headers are there. Immutable.
 *
 * @property status the HTTP status.
 */
public open class ResponseHead @InternalHouseflowApi constructor(
    @get:JvmName("status") public val status: Int,
    private val fields: List<Pair<String, String>>,
) {
    /** All header fields in the order of their values; names compare without regard to case. */
    @get:JvmName("headers")
    public val headers: Map<String, List<String>> by lazy(LazyThreadSafetyMode.PUBLICATION) { headerMap(fields) }

    /** Whether the status is one of 200 to 299. */
    public val isSuccess: Boolean get() = status in FIRST_SUCCESS..LAST_SUCCESS

    /** The first value of the header field [name], in any case, or `null`. */
    public fun header(name: String): String? = fields.firstValue(name)

    /** The whole answer, with [body]. */
    @InternalHouseflowApi
    public fun with(body: ByteArray): RawResponse = RawResponse(status, fields, body)

    override fun toString(): String = "ResponseHead($status)"

    private companion object {
        private const val FIRST_SUCCESS = 200
        private const val LAST_SUCCESS = 299
    }
}

/**
 * A whole answer, in memory.
 *
 * @property body its bytes, unpacked where they came with gzip or deflate. The array belongs to the
 * caller.
 */
public class RawResponse @InternalHouseflowApi constructor(
    status: Int,
    fields: List<Pair<String, String>>,
    @get:JvmName("body") public val body: ByteArray,
) : ResponseHead(status, fields) {
    /** The [body] as text, in the character set that `Content-Type` names, else as UTF-8. */
    public fun text(): String = String(body, charset())

    private fun charset(): Charset {
        val name = header("Content-Type")?.let { CHARSET.find(it)?.groupValues?.get(1) } ?: return Charsets.UTF_8
        return runCatching { Charset.forName(name) }.getOrDefault(Charsets.UTF_8)
    }

    override fun toString(): String = "RawResponse($status, ${body.size} bytes)"

    private companion object {
        private val CHARSET = Regex("charset\\s*=\\s*\"?([^\\s;\"]+)", RegexOption.IGNORE_CASE)
    }
}
