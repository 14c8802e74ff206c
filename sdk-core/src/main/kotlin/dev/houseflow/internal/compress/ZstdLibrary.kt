package dev.houseflow.internal.compress

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSource

/**
 * Whether ZSTD can be read here. The library is looked for, and loaded no earlier than the first
 * bytes ask for it.
 */
@InternalHouseflowApi
public object ZstdLibrary {
    private val isOnClassPath: Boolean by lazy(LazyThreadSafetyMode.PUBLICATION) {
        try {
            Class.forName("com.github.luben.zstd.Zstd", false, ZstdLibrary::class.java.classLoader)
            true
        } catch (_: ClassNotFoundException) {
            false
        } catch (_: LinkageError) {
            false
        }
    }

    @Volatile
    private var failed = false

    /**
     * Whether zstd-jni is not on the class path, or has failed to load its native part, as on
     * Android and on rare processors.
     */
    public val isMissing: Boolean get() = failed || !isOnClassPath

    /**
     * The bytes inside the ZSTD frames of [source], as HTTP's content coding `zstd` has them. It is
     * `AutoCloseable`, and holds memory outside of the heap until it is closed. [broken] makes the
     * exception for a frame that is damaged or cut off, of what it is or does. Throws
     * `ConfigurationException` where the library is missing.
     */
    public fun decoder(source: ByteSource, broken: (what: String, cause: Throwable?) -> Throwable): ByteSource =
        Zstd.loaded { ZstdFrameDecoder(source, broken) }

    internal fun doesNotLoad() {
        failed = true
    }
}
