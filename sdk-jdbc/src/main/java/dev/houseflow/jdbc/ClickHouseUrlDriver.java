package dev.houseflow.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The same driver for URLs of the official one, {@code jdbc:clickhouse:} and {@code jdbc:ch:}, as
 * well. It is not found by itself, so that both drivers can stand on one class path: name it as the
 * driver's class, as in {@code spring.datasource.driver-class-name} and HikariCP's
 * {@code driverClassName}; once its class is loaded, {@code DriverManager} knows it as well.
 * Properties are those of this driver; docs/jdbc.md says what takes the place of the official ones.
 */
public final class ClickHouseUrlDriver extends HouseflowDriver {
    static {
        try {
            DriverManager.registerDriver(new ClickHouseUrlDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A driver for all three kinds of URLs. */
    public ClickHouseUrlDriver() {
        super(true);
    }
}
