package dev.houseflow.coroutines.internal.request

import dev.houseflow.ConfigurationException

/** The client's name as servers log it: `Houseflow/<version> (<name>) java/<version>`. */
internal object UserAgent {
    private const val PRODUCT = "Houseflow"
    private const val FIRST_VISIBLE = ' '
    private const val LAST_VISIBLE = '~'

    /**
     * The version of the jar; `null` where there is none, as in a build's own tests, or where these
     * classes stand in a jar of others.
     */
    private val version: String? by lazy {
        val jar = UserAgent::class.java.`package`
        jar?.implementationVersion?.takeIf { jar.implementationTitle.orEmpty().startsWith(PRODUCT) }
    }

    /** @param name what the program calls its client, if anything */
    fun of(name: String?, version: String? = this.version, java: String? = System.getProperty("java.version")): String = buildString {
        append(PRODUCT)
        version?.let { append('/').append(token(it)) }
        name?.let { append(" (").append(checked(it)).append(')') }
        java?.let { append(" java/").append(token(it)) }
    }

    private fun token(text: String): String = text.filter { (it <= LAST_VISIBLE && it.isLetterOrDigit()) || it in "._-+" }

    private fun checked(name: String): String {
        if (name.isNotBlank() && name.all { it in FIRST_VISIBLE..LAST_VISIBLE && it !in "()\\" }) return name
        throw ConfigurationException(
            "clientName \"${name.filter { it in FIRST_VISIBLE..LAST_VISIBLE }}\" cannot stand in the User-Agent header: give ASCII text " +
                "without line breaks, parentheses and backslashes, or null for none",
        )
    }
}
