package dev.houseflow.spring.internal.embedded;

import dev.houseflow.ConfigurationException;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.spring.HouseflowConnectionDetails;
import dev.houseflow.spring.HouseflowProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An embedded server as a bean, and where clients find one that is a bean. What uses the server
 * depends on its bean, so Spring closes the server last.
 */
@AutoConfiguration
@EnableConfigurationProperties(HouseflowProperties.class)
public class EmbeddedAutoConfiguration {
    private static final String CLASS = "dev.houseflow.embedded.EmbeddedClickHouse";
    private static final String ENABLED = "houseflow.embedded.enabled";

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = CLASS)
    static class WithEngine {
        @Bean
        @ConditionalOnProperty(ENABLED)
        @ConditionalOnMissingBean
        EmbeddedClickHouse embeddedClickHouse(HouseflowProperties properties) {
            return EmbeddedServers.start(properties);
        }

        @Bean
        @ConditionalOnBean(EmbeddedClickHouse.class)
        @ConditionalOnMissingBean(HouseflowConnectionDetails.class)
        HouseflowConnectionDetails embeddedConnectionDetails(
                EmbeddedClickHouse server, HouseflowProperties properties) {
            return new EmbeddedConnectionDetails(server, properties);
        }
    }

    /** The application would otherwise connect to another server than it asked for. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(CLASS)
    @ConditionalOnProperty(ENABLED)
    static class WithoutEngine {
        WithoutEngine() {
            throw new ConfigurationException(ENABLED + " is true, and the embedded server is not on the class path. "
                    + "Add dev.houseflow:houseflow-sdk-embedded, or set the property to false.");
        }
    }
}
