package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ConfigurationException

/**
 * The versions of libraries that are there. A project's dependency management can lower them below
 * what a library was compiled against, which the JVM finds out in the middle of a call.
 */
internal object LibraryVersions {
    /** Lower ones lack what the clients call; the published POMs ask for more. */
    private val KOTLIN = KotlinVersion(1, 9)
    private val COROUTINES = KotlinVersion(1, 7)

    /**
     * Ktor from [KTOR_OF_NEWER_COROUTINES] on calls what coroutines have since
     * [COROUTINES_OF_KTOR].
     */
    private val KTOR_OF_NEWER_COROUTINES = KotlinVersion(3, 5)
    private val COROUTINES_OF_KTOR = KotlinVersion(1, 11)

    /**
     * As kotlinx.coroutines says itself; `null` where packagers left the resources of libraries
     * out.
     */
    val coroutines: String? by lazy {
        LibraryVersions::class.java.classLoader?.getResourceAsStream("META-INF/kotlinx_coroutines_core.version")
            ?.use { it.readBytes().toString(Charsets.UTF_8).trim() }
    }

    /** @throws ConfigurationException if a library is too old */
    fun check(kotlin: KotlinVersion = KotlinVersion.CURRENT, coroutines: String? = this.coroutines) {
        if (kotlin >= KOTLIN && isBelow(coroutines, COROUTINES) != true) return
        throw ConfigurationException(
            "Houseflow needs kotlin-stdlib $KOTLIN and kotlinx-coroutines $COROUTINES or later, but $kotlin and " +
                "${coroutines ?: "an unknown version"} are there: raise them in the project's dependency management; " +
                "docs/compatibility.md says how",
        )
    }

    /** @throws ConfigurationException if Ktor is too new for the coroutines */
    fun checkKtor(ktor: String?, coroutines: String?) {
        if (isBelow(ktor, KTOR_OF_NEWER_COROUTINES) != false || isBelow(coroutines, COROUTINES_OF_KTOR) != true) return
        throw ConfigurationException(
            "Ktor $ktor needs kotlinx-coroutines $COROUTINES_OF_KTOR or later, but $coroutines is there: import the " +
                "kotlinx-coroutines-bom of that version before Houseflow's, or leave engine out; docs/engines.md shows how",
        )
    }

    /** Whether [version] is below [floor]; `null` if it cannot be told. */
    private fun isBelow(version: String?, floor: KotlinVersion): Boolean? {
        val parts = version?.let { Regex("""(\d+)\.(\d+)(?:\.(\d+))?.*""").matchEntire(it) }?.groupValues ?: return null
        val numbers = parts.drop(1).map { it.ifEmpty { "0" }.toIntOrNull()?.takeIf { part -> part in 0..MAX_PART } ?: return null }
        return KotlinVersion(numbers[0], numbers[1], numbers[2]) < floor
    }

    private const val MAX_PART = 255
}
