package dev.houseflow.internal.block

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi

/**
 * Revisions of the native protocol: over HTTP, what the parameter `client_protocol_version` asks
 * for. It changes how blocks look in answers.
 */
@InternalHouseflowApi
public object Revision {
    /** The parameter that asks for one. */
    public const val PARAMETER: String = "client_protocol_version"

    /** From here on the type of a column names the time zone of a `DateTime`. */
    public const val WITH_ZONES: Int = 54337

    /** From here on the type of a column says whether its values come in a form of their own. */
    internal const val CUSTOM_SERIALIZATION: Int = 54454

    /** The last one in which all columns come in their plain form. */
    public const val LAST_PLAIN: Int = CUSTOM_SERIALIZATION - 1

    /** The last one whose blocks are known: that of ClickHouse 26.7. */
    public const val LAST_KNOWN: Int = 54488

    /** The revision that [text] asks for, which is what a user has set; 0 without one. */
    @JvmStatic
    public fun of(text: String?): Int {
        if (text == null) return 0
        val revision = text.trim().toIntOrNull()
        if (revision != null && revision in 0..LAST_KNOWN) return revision
        throw ConfigurationException(
            "$PARAMETER is \"$text\", and blocks of that revision are not known here: leave it out, or give at most $LAST_KNOWN; raw " +
                "calls take any",
        )
    }
}
