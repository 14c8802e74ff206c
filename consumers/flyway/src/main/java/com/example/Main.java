package com.example;

import dev.houseflow.jdbc.HouseflowDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** Migrations. Flyway is handed a data source: from a URL its plugin would load another driver. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws SQLException {
        HouseflowDataSource source = new HouseflowDataSource(args[0]);
        run(source, "DROP DATABASE IF EXISTS flyway_here", "CREATE DATABASE flyway_here");
        HouseflowDataSource own = new HouseflowDataSource(args[0] + "/flyway_here");
        Flyway flyway = flyway(own, "classpath:db/migration");
        MigrateResult first = flyway.migrate();
        check(first.success && first.migrationsExecuted == 2, "two migrations: " + first.migrationsExecuted);
        check(count(own, "SELECT count() FROM trades") == 102, "the rows of both");
        check(flyway.migrate().migrationsExecuted == 0, "nothing is migrated twice");
        check(flyway.validateWithResult().validationSuccessful, "valid");
        check(flyway.info().applied().length == 2, "two applied");
        Flyway broken = flyway(own, "classpath:db/migration", "classpath:db/broken");
        try {
            broken.migrate();
            check(false, "a broken migration fails");
        } catch (RuntimeException e) {
            check(e.getMessage().contains("no_such_table"), e.getMessage());
        }
        broken.repair();
        check(flyway.validateWithResult().validationSuccessful, "repaired");
        run(source, "DROP DATABASE flyway_here");
        System.out.println("FIGURE two migrations applied, a broken one repaired");
    }

    private static Flyway flyway(HouseflowDataSource source, String... locations) {
        return Flyway.configure().dataSource(source).locations(locations).load();
    }

    private static void run(HouseflowDataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    private static int count(HouseflowDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
