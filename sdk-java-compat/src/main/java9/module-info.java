/** The Java client. */
module dev.houseflow.javaapi {
    requires transitive dev.houseflow.coroutines;
    requires transitive org.reactivestreams;
    requires kotlinx.coroutines.reactive;

    exports dev.houseflow.javaapi;
    exports dev.houseflow.javaapi.internal.async to
            dev.houseflow.jdbc;
}
