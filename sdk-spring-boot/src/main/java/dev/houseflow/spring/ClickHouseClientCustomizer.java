package dev.houseflow.spring;

import dev.houseflow.coroutines.ClickHouseClientConfig;

/**
 * Changes the options of the Kotlin clients that the starter makes, after the properties have been
 * applied. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface ClickHouseClientCustomizer {
    /**
     * Called once for each client.
     *
     * @param name the client's name below {@code houseflow.clients}; {@code default} for the
     *     default one
     * @param config what the client is made from
     */
    void customize(String name, ClickHouseClientConfig config);
}
