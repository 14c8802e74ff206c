package dev.houseflow.internal.sql

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.Utf8

/** Settings as they stand in the URL of a request. */
@InternalHouseflowApi
public object Settings {
    /**
     * Parameters of the HTTP interface that requests and clients set through options of their own.
     */
    private val RESERVED = mapOf(
        "query" to "the statement itself",
        "user" to "the client's username",
        "password" to "the client's password",
        "database" to "database",
        "default_format" to "format",
        "query_id" to "queryId",
        "session_id" to "sessionId",
        "session_timeout" to "sessionTimeout",
        "session_check" to "sessionCheck",
        "role" to "roles",
        "compress" to "compression",
        "decompress" to "compression",
    )
    private val NAME = Regex("[A-Za-z_][A-Za-z0-9_.]*")

    /** [name], when a setting may be called so. */
    public fun checkName(name: String): String {
        RESERVED[name]?.let { throw ConfigurationException("\"$name\" is no setting: use $it instead") }
        if (name.startsWith("param_")) {
            throw ConfigurationException("\"$name\" is no setting: use parameter(\"${name.removePrefix("param_")}\", value) instead")
        }
        if (!NAME.matches(name)) {
            throw ConfigurationException("\"$name\" cannot be the name of a setting: give letters, digits, underscores and dots only")
        }
        return name
    }

    /** The text of [value], which the setting [name] gets. */
    public fun encode(name: String, value: Any?): String = when (value) {
        null -> throw ConfigurationException("The setting \"$name\" is null: leave it out, or give it a value")
        is Boolean -> if (value) "1" else "0"
        is CharSequence -> value.toString().also { Utf8.encode(it, "The value of a setting") }
        is Map<*, *>, is Collection<*> -> Parameters.nested("setting", value)
        else -> Parameters.plain("setting", value)
    }
}
