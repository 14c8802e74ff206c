package dev.houseflow.internal.http

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.Utf8
import java.net.URLEncoder

/** Parts of URLs. */
@InternalHouseflowApi
public object UrlText {
    /**
     * [text] percent-encoded, so that it is one part of a path, or one name or value of a query.
     */
    public fun encode(text: String): String {
        if (text.all(::isPlain)) return text
        Utf8.encode(text, "A part of the URL")
        return URLEncoder.encode(text, "UTF-8").replace("+", "%20")
    }

    private fun isPlain(c: Char): Boolean = c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9' || c == '_' || c == '-' || c == '.'

    /** [path], when it can stand in a request as it is. */
    public fun checkPath(path: String): String {
        if ('?' in path || '#' in path) {
            throw ConfigurationException("The path \"$path\" holds a ? or a #: give the parameters of the URL by parameter(name, value)")
        }
        if (path.any { it <= ' ' || it > '~' }) {
            throw ConfigurationException(
                "The path \"$path\" holds spaces or what is not ASCII: percent-encode it, or add it by segment(text)",
            )
        }
        return path
    }
}
