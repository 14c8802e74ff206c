package com.example;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool: what it asks of a driver when it lends, checks, takes back and ends connections. */
public final class Main {
    private static final int CHECKOUTS = 10_000;

    private Main() {}

    public static void main(String[] args) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.addDataSourceProperty("maxConnections", "20");
        config.setMaximumPoolSize(10);
        config.setCatalog("default");
        config.setConnectionInitSql("SELECT 1");
        config.setValidationTimeout(1000);
        config.setLeakDetectionThreshold(2000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            manyCheckouts(pool);
            dirtyReturn(pool);
            refusedFeaturesKeepTheConnection(pool);
            check(pool.getHikariPoolMXBean().getTotalConnections() <= 10, "no more connections than asked for");
        }
        HikariConfig bean = new HikariConfig();
        bean.setDataSourceClassName("dev.houseflow.jdbc.HouseflowDataSource");
        bean.addDataSourceProperty("url", args[0]);
        try (HikariDataSource pool = new HikariDataSource(bean);
                Connection connection = pool.getConnection()) {
            check(one(connection, "SELECT 1") == 1, "a data source by its class");
        }
        System.out.println("FIGURE " + CHECKOUTS + " checkouts of 10 connections by 8 threads");
    }

    private static void manyCheckouts(HikariDataSource pool) throws Exception {
        AtomicInteger failed = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < CHECKOUTS; i++) {
            int number = i;
            threads.execute(() -> {
                try (Connection connection = pool.getConnection()) {
                    if (number % 10 == 0 && one(connection, "SELECT " + number) != number) failed.incrementAndGet();
                } catch (SQLException e) {
                    e.printStackTrace();
                    failed.incrementAndGet();
                }
            });
        }
        threads.shutdown();
        check(threads.awaitTermination(5, TimeUnit.MINUTES), "all checkouts end");
        check(failed.get() == 0, failed + " checkouts failed");
    }

    /** What a borrower leaves behind is undone: autocommit, catalog, an open result. */
    private static void dirtyReturn(HikariDataSource pool) throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setCatalog("system");
        Statement statement = connection.createStatement();
        check(statement.executeQuery("SELECT number FROM system.numbers").next(), "a row");
        connection.close();
        check(statement.isClosed(), "its statement is closed");
        for (int i = 0; i < 20; i++) {
            try (Connection next = pool.getConnection()) {
                check(next.getAutoCommit() && !next.isReadOnly() && next.getCatalog().equals("default"), "a clean connection");
            }
        }
    }

    /** A feature that is not there, or a statement that is wrong, is no reason to close a connection. */
    private static void refusedFeaturesKeepTheConnection(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                connection.prepareCall("{call x}");
                check(false, "prepareCall is refused");
            } catch (SQLException e) {
                check(connection.isValid(1), "still valid after " + e.getSQLState());
            }
            try {
                one(connection, "SELEC");
                check(false, "a syntax error");
            } catch (SQLException e) {
                check(one(connection, "SELECT 2") == 2, "still usable after " + e.getSQLState());
            }
        }
    }

    private static int one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
