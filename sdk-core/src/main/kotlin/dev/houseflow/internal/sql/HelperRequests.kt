package dev.houseflow.internal.sql

import dev.houseflow.Compression
import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.QueryRequest
import dev.houseflow.RequestOptions

/**
 * Questions that a client asks by itself, since it has to know the answer before or behind a call
 * of its user.
 */
@InternalHouseflowApi
public object HelperRequests {
    /** Limits on the rows of the user's own query. They would cut the answer to a question. */
    private val LIMITS = setOf(
        "limit",
        "offset",
        "max_result_rows",
        "max_result_bytes",
        "max_rows_to_read",
        "max_bytes_to_read",
        "max_rows_to_read_leaf",
        "max_bytes_to_read_leaf",
    )

    /** What changes the form of an answer. */
    private val FORMS = setOf(
        "client_protocol_version",
        "describe_compact_output",
        "describe_include_subcolumns",
        "describe_include_virtual_columns",
        "extremes",
        "http_write_exception_in_output_format",
        "output_format_native_encode_types_in_binary_format",
    )

    /** What is said anew for each call and means nothing to what tables and columns are. */
    private val PASSING = setOf("insert_deduplication_token", "log_comment")

    /**
     * The question [sql], for what a call with [options] has to know: asked in the same database,
     * with the same roles and parameters, in the same session and with the same settings, since
     * they change what names and types mean. [clientSettings] are the names of those of the client.
     */
    public fun of(sql: String, options: RequestOptions, clientSettings: Set<String>): QueryRequest {
        val builder = QueryRequest.builder(sql).copyFrom(options)
        builder.queryId(null).replaceRunningQuery(false).onProgress(null)
        // It is small, and some servers lose small compressed answers.
        builder.compression(Compression.NONE)
        if (options is QueryRequest) {
            builder.parameters.putAll(options.encoded)
            options.externalTables.forEach { builder.externalTable(ExternalTable.of(it.name, it.structure, Format.TAB_SEPARATED, "")) }
        }
        PASSING.forEach { builder.settings.remove(it) }
        for (name in options.settings.keys + clientSettings) if (name in LIMITS || name in FORMS) builder.setting(name, "0")
        return builder.build()
    }

    /**
     * All of [options] and [settings], which are those of the client and the request together, that
     * changes what names and types mean: questions of the same text have the same answer where this
     * is the same.
     */
    public fun scope(options: RequestOptions, settings: Map<String, String>): String = buildString {
        append(options.database).append('\u0000').append(options.useDatabase).append('\u0000').append(options.roles)
        for ((name, value) in settings.toSortedMap()) {
            if (name !in PASSING && name !in LIMITS && name !in FORMS) append('\u0000').append(name).append('=').append(value)
        }
        if (options is QueryRequest) {
            for ((name, value) in options.parameters) append("\u0000:").append(name).append('=').append(value)
            for (table in options.externalTables) append("\u0000+").append(table)
        }
        if (options is InsertRequest) append("\u0000>").append(options.isFunction).append(options.table)
    }
}
