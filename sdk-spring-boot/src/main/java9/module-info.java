/**
 * Houseflow's clients in Spring Boot. Open, for Spring makes its beans by reflection. Its part for
 * Testcontainers is for the class path: that library has packages that are in several of its jars,
 * and so cannot be on the module path.
 */
open module dev.houseflow.spring {
    requires transitive dev.houseflow.javaapi;
    requires transitive spring.boot.autoconfigure;
    requires transitive spring.boot;
    requires dev.houseflow.observability;
    requires spring.beans;
    requires spring.context;
    requires spring.core;
    // What an application may have or not.
    requires static dev.houseflow.embedded;
    requires static micrometer.core;
    requires static micrometer.observation;
    requires static org.slf4j;
    requires static reactor.core;
    requires static spring.boot.actuator;
    requires static spring.boot.actuator.autoconfigure;
    requires static spring.boot.health;

    exports dev.houseflow.spring;
}
