package dev.houseflow.internal.wire

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi

/** The limits on answers that users may set. */
@InternalHouseflowApi
public object SizeLimits {
    private const val LEAST = 1024

    /** Far more than servers and what stands before them send. */
    public const val DEFAULT_HEAD_BYTES: Int = 1 shl 20

    /** Fails when nothing would fit into one of these. */
    @JvmStatic
    public fun check(maxBlockBytes: Long?, maxHeadBytes: Int?) {
        if (maxBlockBytes != null) check("maxBlockBytes", maxBlockBytes)
        if (maxHeadBytes != null) check("maxHeadBytes", maxHeadBytes.toLong())
    }

    private fun check(option: String, bytes: Long) {
        if (bytes < LEAST) throw ConfigurationException("$option is $bytes; give $LEAST or more")
    }
}
