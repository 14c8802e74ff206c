/**
 * For tests of programs that use ClickHouse. Its parts for Kotest and for Testcontainers are for
 * the class path: those libraries have packages that are in several of their jars, and so cannot be
 * on the module path.
 */
module dev.houseflow.test {
    requires transitive dev.houseflow.javaapi;
    requires transitive dev.houseflow.embedded;
    // Who uses it brings it.
    requires static org.junit.jupiter.api;

    exports dev.houseflow.test;
}
