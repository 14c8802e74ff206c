/**
 * Listeners for the calls of a client: OpenTelemetry, Micrometer, SLF4J. Each class needs the
 * library that it is named after, and none of the others.
 */
package dev.houseflow.observability;
