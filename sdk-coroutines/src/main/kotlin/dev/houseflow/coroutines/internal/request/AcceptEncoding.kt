package dev.houseflow.coroutines.internal.request

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.internal.compress.ZstdLibrary

/** What is sent when a request asks for HTTP's own compression of its answer. */
internal object AcceptEncoding {
    /** Up to 25.9, servers heed the header only with this setting. */
    val PARAMETERS = listOf("enable_http_compression" to "1")

    fun headers(request: QueryRequest): List<Pair<String, String>> {
        val encoding = request.acceptEncoding ?: return emptyList()
        if ("zstd" in encoding && ZstdLibrary.isMissing) {
            throw ConfigurationException(
                "acceptEncoding $encoding needs the library com.github.luben:zstd-jni, which is not on the class path or does not " +
                    "load on this machine: add it to the build, or ask for gzip or lz4",
            )
        }
        return listOf("Accept-Encoding" to encoding)
    }
}
