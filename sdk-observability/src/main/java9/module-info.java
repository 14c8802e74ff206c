/** Houseflow's calls in traces, metrics and logs. Who uses one of the libraries brings its module. */
module dev.houseflow.observability {
    requires transitive dev.houseflow.core;
    requires static transitive io.opentelemetry.api;
    requires static transitive io.opentelemetry.context;
    requires static transitive micrometer.core;
    requires static transitive micrometer.observation;
    requires static transitive micrometer.commons;
    requires static transitive org.slf4j;

    exports dev.houseflow.observability;
}
