/** A plugin for Ktor's server. */
module dev.houseflow.ktor {
    requires transitive dev.houseflow.coroutines;
    requires transitive io.ktor.server.core;
    requires io.ktor.http;
    requires io.ktor.io;
    requires io.ktor.utils;

    exports dev.houseflow.ktor;
}
