package dev.houseflow.coroutines.internal.response

import dev.houseflow.ServerException

/**
 * Advice for requests that are too long for a server or a proxy, whose own errors say little about
 * that.
 */
internal object TooLongRequest {
    private const val LONG_TARGET = 8 * 1024
    private val STATUSES = setOf(400, 413, 414, 431)

    /**
     * What to do about [error], which answers a request whose URL has [targetChars] characters;
     * `null` when length is not the reason.
     */
    fun advice(error: ServerException, targetChars: Int): String? = when {
        "Field value too long" in error.serverMessage ->
            "A server takes so long a value of a parameter, or of a table's structure, only if http_max_field_value_size says so in " +
                "its default profile (128 KiB otherwise): send a long list as a table along with the query (ExternalTable), and ask with " +
                "IN (SELECT ...)"
        "Too many form fields" in error.serverMessage ->
            "A server from 26.4 on takes 1,000 fields in a URL and as many in a form, unless http_max_fields in its default profile says " +
                "otherwise: each parameter and each setting is one; send a list as one parameter of an Array type, or as a table " +
                "along with the query (ExternalTable)"
        "Field name too long" in error.serverMessage ->
            "A server from 26.4 on takes names of at most 4 KiB for parameters, settings and tables, unless http_max_field_name_size in " +
                "its default profile says otherwise: give a shorter name"
        error.code == 0 && targetChars >= LONG_TARGET && error.httpStatus in STATUSES ->
            "The URL of this request has $targetChars characters: settings, names of columns and descriptions of tables are all sent in " +
                "it; make them fewer or shorter"
        else -> null
    }
}
