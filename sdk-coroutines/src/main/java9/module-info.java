/** The Kotlin client. */
module dev.houseflow.coroutines {
    requires transitive dev.houseflow.core;
    requires transitive kotlinx.coroutines.core;
    requires java.logging;
    // For engines of Ktor's; who hands one in brings its modules.
    requires static io.ktor.client.core;
    requires static io.ktor.http;
    requires static io.ktor.io;
    requires static io.ktor.utils;
    requires static kotlinx.io.core;

    exports dev.houseflow.coroutines;
    exports dev.houseflow.coroutines.internal.call to
            dev.houseflow.javaapi;
    exports dev.houseflow.coroutines.internal.client to
            dev.houseflow.javaapi;
    exports dev.houseflow.coroutines.internal.http to
            dev.houseflow.javaapi;
    exports dev.houseflow.coroutines.internal.insert to
            dev.houseflow.javaapi,
            dev.houseflow.jdbc;
    exports dev.houseflow.coroutines.internal.inserter to
            dev.houseflow.javaapi;
    exports dev.houseflow.coroutines.internal.queryendpoint to
            dev.houseflow.javaapi;
    exports dev.houseflow.coroutines.internal.schema to
            dev.houseflow.javaapi;
    exports dev.houseflow.coroutines.internal.session to
            dev.houseflow.javaapi;
    exports dev.houseflow.coroutines.internal.stream to
            dev.houseflow.javaapi,
            dev.houseflow.jdbc;
}
