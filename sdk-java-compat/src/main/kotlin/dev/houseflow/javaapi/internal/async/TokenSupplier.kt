package dev.houseflow.javaapi.internal.async

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.ClickHouseClientConfig
import kotlinx.coroutines.future.asDeferred
import java.util.concurrent.CompletionStage
import java.util.function.Supplier

/** Access tokens that come as stages. */
internal object TokenSupplier {
    /** Makes [supplier] the one of [config]; `null` means none. */
    @JvmStatic
    fun use(supplier: Supplier<out CompletionStage<String?>?>?, config: ClickHouseClientConfig) {
        config.accessToken = supplier?.let { { token(it) } }
    }

    /** A call that is cancelled leaves the stage alone, which others may wait for as well. */
    private suspend fun token(supplier: Supplier<out CompletionStage<String?>?>): String = supplier.get()?.asDeferred()?.await()
        ?: throw ConfigurationException("The supplier of access tokens gave null; have it give a token, or fail")
}
