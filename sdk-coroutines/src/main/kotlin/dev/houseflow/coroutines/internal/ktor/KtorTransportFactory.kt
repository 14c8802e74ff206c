package dev.houseflow.coroutines.internal.ktor

import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.transport.LibraryVersions
import dev.houseflow.coroutines.internal.transport.Transport
import dev.houseflow.coroutines.internal.transport.TransportFactory
import io.ktor.client.engine.HttpClientEngine

internal class KtorTransportFactory(val engine: HttpClientEngine) : TransportFactory {
    override fun create(config: ClickHouseClientConfig): Transport {
        checkKtor()
        return KtorTransport(engine, config)
    }
}

/** Fails at once where Ktor would fail at its first request. */
internal fun checkKtor() {
    LibraryVersions.checkKtor(HttpClientEngine::class.java.`package`?.implementationVersion, LibraryVersions.coroutines)
}
