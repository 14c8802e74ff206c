package dev.houseflow.spring;

import dev.houseflow.javaapi.ClickHouseAsyncClient;

/**
 * Changes the options of the Java clients that the starter makes, after the properties have been
 * applied. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface ClickHouseAsyncClientCustomizer {
    /**
     * Called once for each client.
     *
     * @param name the client's name below {@code houseflow.clients}; {@code default} for the
     *     default one
     * @param builder what the client is made from
     */
    void customize(String name, ClickHouseAsyncClient.Builder builder);
}
