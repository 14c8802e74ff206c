package dev.houseflow.internal.compress

import dev.houseflow.InternalHouseflowApi

/** Whether ZSTD can be read here. The library is looked for, and loaded no earlier than the first bytes ask for it. */
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

    /** Whether zstd-jni is not on the class path, or has failed to load its native part, as on Android and on rare processors. */
    public val isMissing: Boolean get() = failed || !isOnClassPath

    internal fun doesNotLoad() {
        failed = true
    }
}
