package dev.houseflow.benchmarks.work;

import com.clickhouse.jdbc.Driver;
import dev.houseflow.benchmarks.replay.NativeServer;
import dev.houseflow.jdbc.HouseflowDriver;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** Connections of the JDBC drivers, each by its own driver: some take the same addresses. */
final class JdbcDrivers {
    static final String OURS = "houseflow jdbc";
    static final String CLICKHOUSE = "clickhouse-jdbc";
    static final String HOUSEPOWER = "housepower";

    private JdbcDrivers() {}

    /** Ours; {@code properties} as {@code name=value&...}. */
    static Connection houseflow(String endpoint, String properties) throws SQLException {
        String url = endpoint.replace("http:", "jdbc:houseflow:clickhouse:") + "?compression=none&" + properties;
        return new HouseflowDriver().connect(url, new Properties());
    }

    /** The official driver. */
    static Connection clickhouse(String endpoint, boolean compressed) throws SQLException {
        String url = endpoint.replace("http:", "jdbc:clickhouse:") + "/default?compress=" + compressed;
        return new Driver().connect(url, new Properties());
    }

    /** A server for housepower's driver, or nothing, with a line that says so. */
    static Optional<NativeServer> nativeServer() throws IOException, InterruptedException {
        Optional<NativeServer> server = NativeServer.start();
        if (server.isEmpty()) {
            System.out.println("\nhousepower: no clickhouse-server is installed, and its protocol cannot be replayed");
        }
        return server;
    }
}
