package dev.houseflow.jdbc;

/**
 * The same driver for URLs of the official one, {@code jdbc:clickhouse:} and {@code jdbc:ch:}, as well. It is not found by itself, so that
 * both drivers can stand on one class path: name it as the driver's class, as in {@code spring.datasource.driver-class-name} and HikariCP's
 * {@code driverClassName}. Properties are those of this driver; docs/jdbc.md says what takes the place of the official ones.
 */
public final class ClickHouseUrlDriver extends HouseflowDriver {
    /** A driver for all three kinds of URLs. */
    public ClickHouseUrlDriver() {
        super(true);
    }
}
