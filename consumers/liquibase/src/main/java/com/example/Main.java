package com.example;

import dev.houseflow.jdbc.HouseflowDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;

/** Change sets. Liquibase is handed a connection: from a URL its extension would load another driver. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        HouseflowDataSource source = new HouseflowDataSource(args[0]);
        run(source, "DROP DATABASE IF EXISTS liquibase_here", "CREATE DATABASE liquibase_here");
        HouseflowDataSource own = new HouseflowDataSource(args[0] + "/liquibase_here");
        update(own);
        check(count(own, "SELECT count() FROM trades WHERE price = 1.5") == 1, "both change sets");
        check(count(own, "SELECT count() FROM DATABASECHANGELOG") == 2, "both are noted");
        update(own);
        check(count(own, "SELECT count() FROM DATABASECHANGELOG") == 2, "nothing is changed twice");
        check(count(own, "SELECT count() FROM DATABASECHANGELOGLOCK WHERE LOCKED = 0") == 1, "the lock is free again");
        run(source, "DROP DATABASE liquibase_here");
        System.out.println("FIGURE two change sets, updated twice");
    }

    private static void update(HouseflowDataSource source) throws Exception {
        try (Connection connection = source.getConnection()) {
            Database database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            check(database.getShortName().equals("clickhouse"), "the extension is found: " + database.getShortName());
            try (Liquibase liquibase = new Liquibase("changes.xml", new ClassLoaderResourceAccessor(), database)) {
                liquibase.update(new Contexts());
                liquibase.tag("done");
            }
        }
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
