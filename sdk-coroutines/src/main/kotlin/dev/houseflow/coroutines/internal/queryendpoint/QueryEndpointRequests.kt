package dev.houseflow.coroutines.internal.queryendpoint

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.HandlerRequest
import dev.houseflow.QueryEndpointMethod
import dev.houseflow.QueryEndpointRequest
import dev.houseflow.internal.http.UrlText
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.time.Duration

/**
 * The requests of the endpoint [id] as they go over the wire.
 *
 * @param baseChars how long the URL is without them
 */
internal class QueryEndpointRequests(
    private val id: String,
    private val version: Int,
    private val timeout: Duration?,
    private val baseChars: Int,
) {
    fun versionOf(request: QueryEndpointRequest): Int = if (request.upgradeToV2) 2 else version

    /** A run of the stored query whose answer is to come in [format]. */
    fun of(request: QueryEndpointRequest, format: Format? = request.format): HandlerRequest {
        check(request, format)
        val isGet = when (request.method) {
            QueryEndpointMethod.GET -> true
            QueryEndpointMethod.POST -> false
            QueryEndpointMethod.AUTO -> request.nested.isEmpty() &&
                chars(common(request).also { inUrl(it, request, format) }.build()) <= MAX_URL
        }
        val builder = common(request)
        if (isGet) return inUrl(builder, request, format).method("GET").build()
        val body = body(request, format)
        if (versionOf(request) > 1) format?.let { builder.parameter("format", it.name) }
        settings(builder, request).method("POST").contentType("application/json")
        return (if (body.isEmpty()) builder else builder.body(body.toString())).build()
    }

    /** A run whose body is data in the request's format. */
    fun upload(request: QueryEndpointRequest): HandlerRequest {
        if (request.method == QueryEndpointMethod.GET) {
            throw ConfigurationException("An upload cannot be a GET: leave method at AUTO, or set it to POST")
        }
        check(request, request.format)
        return inUrl(common(request), request, request.format).method("POST").contentType("application/octet-stream").build()
    }

    private fun check(request: QueryEndpointRequest, format: Format?) {
        if (versionOf(request) > 1 || format == null || format.name in V1_FORMATS) return
        throw ConfigurationException(
            "Version 1 of query endpoints does not know the format $format: choose one of ${V1_FORMATS.joinToString()}, or version 2",
        )
    }

    private fun common(request: QueryEndpointRequest): HandlerRequest.Builder {
        val builder = HandlerRequest.builder("/$id/run").expectSuccess(false).idempotent(request.idempotent)
        builder.header("x-clickhouse-endpoint-version", versionOf(request).toString())
        if (request.upgradeToV2) builder.header("x-clickhouse-endpoint-upgrade", "1")
        timeoutOf(request)?.let { builder.timeout(it.plus(MARGIN)) }
        request.maxHeadBytes?.let { builder.maxHeadBytes(it) }
        return builder
    }

    private fun timeoutOf(request: QueryEndpointRequest): Duration? = request.timeout ?: timeout

    private fun inUrl(builder: HandlerRequest.Builder, request: QueryEndpointRequest, format: Format?): HandlerRequest.Builder {
        format?.let { builder.parameter("format", it.name) }
        for ((name, value) in request.variables) builder.parameter("param_$name", value)
        return settings(builder, request)
    }

    private fun settings(builder: HandlerRequest.Builder, request: QueryEndpointRequest): HandlerRequest.Builder {
        for ((name, value) in request.settings) builder.parameter(name, value)
        timeoutOf(request)?.let { builder.parameter("request_timeout", it.toMillis()) }
        return builder
    }

    /** Version 1 looks for the format in here, version 2 in the URL. */
    private fun body(request: QueryEndpointRequest, format: Format?): JsonObject = buildJsonObject {
        if (request.json.isNotEmpty()) put("queryVariables", request.json)
        if (format != null && versionOf(request) == 1) put("format", format.name)
    }

    private fun chars(request: HandlerRequest): Int {
        var chars = baseChars + request.path.length
        for ((name, values) in request.parameters) {
            for (value in values) chars += UrlText.encode(name).length + UrlText.encode(value).length + 2
        }
        return chars
    }

    private companion object {
        private const val MAX_URL = 4096
        private val MARGIN = Duration.ofSeconds(5)
        private val V1_FORMATS = setOf(
            Format.TAB_SEPARATED,
            Format.TAB_SEPARATED_WITH_NAMES,
            Format.TAB_SEPARATED_WITH_NAMES_AND_TYPES,
            Format.JSON,
            Format.JSON_EACH_ROW,
            Format.CSV,
            Format.CSV_WITH_NAMES,
            Format.CSV_WITH_NAMES_AND_TYPES,
        ).mapTo(LinkedHashSet()) { it.name }
    }
}
