package dev.houseflow.coroutines

import dev.houseflow.coroutines.internal.ktor.KtorEngine
import dev.houseflow.coroutines.internal.ktor.checkKtor
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.HttpClientEngineConfig
import io.ktor.client.engine.HttpClientEngineFactory
import java.time.Duration
import javax.net.ssl.SSLContext

/**
 * Houseflow's HTTP/1.1 as an engine for Ktor's own client:
 * `HttpClient(HouseflowEngine) { engine { ... } }`. A [ClickHouseClient] needs no engine: it uses
 * the same HTTP by itself, with fewer steps between.
 *
 * An answer ends where HTTP says that it ends, or it is an error; connections are kept for every
 * method; the answer is read while the request is still being sent. Bodies of unknown and of known
 * length alike are sent in chunks, unless they are at hand as bytes. Ktor's `HttpTimeout` works;
 * WebSockets and other upgrades are refused. Failures are `IOException`s, those of timeouts the
 * ones that Ktor's users know. As with every engine, Ktor may end a channel that failed like one
 * that is complete: look at its `closedCause` at the end.
 */
public object HouseflowEngine : HttpClientEngineFactory<HouseflowEngineConfig> {
    /**
     * Makes an engine of its own. Its maker closes it; Ktor's client does so for an engine that it
     * made.
     */
    override fun create(block: HouseflowEngineConfig.() -> Unit): HttpClientEngine {
        checkKtor()
        return KtorEngine(HouseflowEngineConfig().apply(block))
    }

    override fun toString(): String = "HouseflowEngine"
}

/**
 * The options of [HouseflowEngine]. A request's own `timeout { }` wins over those here. Not
 * thread-safe.
 */
public class HouseflowEngineConfig internal constructor() : HttpClientEngineConfig() {
    /**
     * The connections to use. They belong to the caller. Default: `null`, a pool of the engine's
     * own with the default options.
     */
    public var connections: HttpConnections? = null

    /** The time for making a connection, until TLS is ready; `null`: no limit. Default: 10 s. */
    public var connectTimeout: Duration? = Duration.ofSeconds(10)

    /** How long a request may wait for a connection to become free. Default: `null`, no limit. */
    public var poolTimeout: Duration? = null

    /**
     * The time from the end of the request to the first byte of the answer. Default: `null`, no
     * limit.
     */
    public var firstByteTimeout: Duration? = null

    /** The time without a byte in the middle of an answer. Default: `null`, no limit. */
    public var silenceTimeout: Duration? = null

    /**
     * Trust and keys for https. Default: `null`, the platform's own. [pemSslContext] makes one from
     * PEM files.
     */
    public var sslContext: SSLContext? = null

    /**
     * Takes the value of each `X-ClickHouse-Progress` line of any answer as it arrives, on the
     * coroutine of its request; must not block. These lines are then not among the headers.
     * Default: `null`, they are headers like others, and more than 10,000 of them are an error.
     */
    public var onProgress: ((String) -> Unit)? = null
}
