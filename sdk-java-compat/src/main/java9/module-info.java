/** The Java client. */
module dev.houseflow.javaapi {
    requires transitive dev.houseflow.coroutines;
    requires transitive org.reactivestreams;
    requires kotlinx.coroutines.reactive;
    // Its types are properties of rows where a program has them.
    requires static java.sql;

    exports dev.houseflow.javaapi;
    exports dev.houseflow.javaapi.internal.async to
            dev.houseflow.jdbc;
}
