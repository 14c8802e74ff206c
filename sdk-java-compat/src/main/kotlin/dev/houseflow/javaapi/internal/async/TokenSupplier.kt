package dev.houseflow.javaapi.internal.async

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.ClickHouseClientConfig
import kotlinx.coroutines.future.asDeferred
import java.util.concurrent.CompletionStage
import java.util.function.Supplier

/** Access tokens and passwords that come as stages. */
internal object TokenSupplier {
    /** Makes [supplier] the one of [config]; `null` means none. */
    @JvmStatic
    fun use(supplier: Supplier<out CompletionStage<String?>?>?, config: ClickHouseClientConfig) {
        config.accessToken = supplier?.let { { given(it, "access tokens", "token") } }
    }

    /** The same for passwords. */
    @JvmStatic
    fun usePasswords(supplier: Supplier<out CompletionStage<String?>?>?, config: ClickHouseClientConfig) {
        config.passwordSupplier = supplier?.let { { given(it, "passwords", "password") } }
    }

    /** A call that is cancelled leaves the stage alone, which others may wait for as well. */
    private suspend fun given(supplier: Supplier<out CompletionStage<String?>?>, what: String, one: String): String =
        supplier.get()?.asDeferred()?.await()
            ?: throw ConfigurationException("The supplier of $what gave null; have it give a $one, or fail")
}
