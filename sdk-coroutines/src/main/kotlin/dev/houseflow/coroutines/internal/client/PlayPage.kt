package dev.houseflow.coroutines.internal.client

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.http.UrlText
import dev.houseflow.internal.wire.Utf8
import java.util.Base64

/** The address of the first server's page for queries, with [sql] in its editor. */
@InternalHouseflowApi
public fun ClientEngine.playUrl(sql: String?): String {
    val options = shared.options
    return buildString {
        append(options.address.base).append("play")
        options.username?.let { append("?user=").append(UrlText.encode(it)) }
        if (sql != null) append('#').append(Base64.getEncoder().encodeToString(Utf8.encode(sql, "The statement")))
    }
}
