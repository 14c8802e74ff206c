package dev.houseflow.ktor

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import io.ktor.server.application.Application
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.ApplicationPlugin
import io.ktor.server.application.ApplicationStopped
import io.ktor.server.application.createApplicationPlugin
import io.ktor.server.application.hooks.MonitoringEvent
import io.ktor.server.application.pluginOrNull
import io.ktor.server.config.ApplicationConfig
import io.ktor.util.AttributeKey

private val CLIENT = AttributeKey<ClickHouseClient>("HouseflowClient")

/**
 * One ClickHouse client for a Ktor application:
 * `install(Houseflow) { endpoints("http://localhost:8123") }`. Calls and routes find it as
 * [Application.clickHouse]. It is closed when the application has stopped, after its
 * `ApplicationStopping`: close inserters there.
 *
 * What [HouseflowPluginConfig] does not say comes from the section `houseflow` of the application's
 * configuration.
 */
public val Houseflow: ApplicationPlugin<HouseflowPluginConfig> =
    createApplicationPlugin("Houseflow", "houseflow", ::HouseflowPluginConfig) {
        val given = pluginConfig.client
        val client = given ?: pluginConfig.create()
        application.attributes.put(CLIENT, client)
        if (given == null) on(MonitoringEvent(ApplicationStopped)) { client.close() }
    }

/**
 * What [Houseflow] is installed with. Not thread-safe.
 *
 * @param file the section `houseflow` of the application's configuration: `endpoints` (a list, or
 * one text), `username`, `password`, `database`.
 */
public class HouseflowPluginConfig(file: ApplicationConfig) {
    private var endpoints: List<String> = file.propertyOrNull("endpoints")
        ?.let { value -> runCatching { value.getList() }.getOrElse { listOf(value.getString()) } }
        ?: listOf("http://localhost:8123")

    private val configures = mutableListOf<ClickHouseClientConfig.() -> Unit>({
        file.propertyOrNull("username")?.let { username = it.getString() }
        file.propertyOrNull("password")?.let { password = it.getString() }
        file.propertyOrNull("database")?.let { database = it.getString() }
    })

    /**
     * A client that is there already, which the plugin then neither makes nor closes; the other
     * options do not apply. Default: `null`, none.
     */
    public var client: ClickHouseClient? = null

    /**
     * The servers' URLs, `http[s]://host[:port]`; several hold the same data. Default: what the
     * configuration says, or else `http://localhost:8123`.
     */
    public fun endpoints(vararg urls: String) {
        endpoints = urls.toList()
    }

    /**
     * The options of the client. May be called several times; what is said last counts, and wins
     * over the configuration.
     */
    public fun configure(options: ClickHouseClientConfig.() -> Unit) {
        configures += options
    }

    internal fun create(): ClickHouseClient = ClickHouseClient(endpoints) { configures.forEach { it() } }
}

/**
 * The client of this application. It is the plugin's to close.
 *
 * @throws IllegalStateException when [Houseflow] is not installed.
 */
public val Application.clickHouse: ClickHouseClient
    get() {
        check(pluginOrNull(Houseflow) != null) { "The plugin Houseflow is not installed. Call install(Houseflow) { ... } first." }
        return attributes[CLIENT]
    }

/** The client of this call's application: see [Application.clickHouse]. */
public val ApplicationCall.clickHouse: ClickHouseClient
    get() = application.clickHouse
