/**
 * Houseflow's calls in traces, metrics and logs. Who uses one of the libraries brings its module.
 */
module dev.houseflow.observability {
    requires transitive dev.houseflow.core;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires static micrometer.core;
    requires static micrometer.observation;
    requires static micrometer.commons;
    requires static org.slf4j;

    exports dev.houseflow.observability;
}
