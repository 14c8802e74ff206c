package com.example;

import dev.houseflow.jdbc.HouseflowDataSource;
import java.sql.Connection;
import java.sql.Statement;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.SchemaMappingType;
import org.jooq.meta.jaxb.Target;

/** Makes classes of the tables of a live server. */
public final class Generate {
    private Generate() {}

    public static void main(String[] args) throws Exception {
        try (Connection connection = new HouseflowDataSource(args[0]).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS jooq_shop");
            statement.execute("CREATE DATABASE jooq_shop");
            statement.execute("CREATE TABLE jooq_shop.trades (id Int64, symbol String, price Float64, amount Decimal(18, 2), day Date, "
                    + "volume Nullable(Int32), big UInt64, key UUID) ENGINE = MergeTree PRIMARY KEY id ORDER BY id");
            statement.execute("CREATE TABLE jooq_shop.symbols (name String, title String) ENGINE = MergeTree ORDER BY name");
        }
        GenerationTool.generate(new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc().withDriver("dev.houseflow.jdbc.HouseflowDriver").withUrl(args[0]))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.clickhouse.ClickHouseDatabase")
                                .withSchemata(new SchemaMappingType().withInputSchema("jooq_shop")))
                        .withTarget(new Target().withPackageName("com.example.shop").withDirectory(args[1]))));
    }
}
