/** The JDBC driver. */
module dev.houseflow.jdbc {
    requires transitive java.sql;
    requires transitive dev.houseflow.javaapi;
    requires java.naming;
    requires java.logging;

    exports dev.houseflow.jdbc;

    provides java.sql.Driver with
            dev.houseflow.jdbc.HouseflowDriver;
}
