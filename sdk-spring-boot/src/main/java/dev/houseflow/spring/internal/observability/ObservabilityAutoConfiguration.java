package dev.houseflow.spring.internal.observability;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.observability.CallObservationConvention;
import dev.houseflow.observability.LoggingCallListener;
import dev.houseflow.observability.ObservationCallListener;
import dev.houseflow.observability.PoolMeters;
import dev.houseflow.spring.HouseflowProperties;
import dev.houseflow.spring.LoggingProperties;
import dev.houseflow.spring.internal.clients.NamedClients;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import org.slf4j.Logger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls as observations and as lines of the log, and the pools of connections as gauges. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@EnableConfigurationProperties(HouseflowProperties.class)
public class ObservabilityAutoConfiguration {
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {"io.micrometer.observation.ObservationRegistry", "io.micrometer.observation.transport.SenderContext"
            })
    static class Observations {
        @Bean
        @ConditionalOnBean(ObservationRegistry.class)
        @ConditionalOnMissingBean
        ObservationCallListener houseflowObservations(
                ObservationRegistry registry, ObjectProvider<CallObservationConvention> convention) {
            return new ObservationCallListener(registry, convention.getIfUnique());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Logger.class)
    static class Logging {
        @Bean
        @ConditionalOnProperty(name = "houseflow.logging.enabled", matchIfMissing = true)
        @ConditionalOnMissingBean
        LoggingCallListener houseflowLogging(HouseflowProperties properties) {
            LoggingProperties logging = properties.getLogging();
            return LoggingCallListener.builder()
                    .slowCall(logging.getSlowCall())
                    .values(logging.isValues())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Pools {
        @Bean
        MeterBinder houseflowPools(Map<String, ClickHouseAsyncClient> clients) {
            return registry -> clients.forEach(
                    (bean, client) -> new PoolMeters(NamedClients.nameOf(bean), client::poolStats).bindTo(registry));
        }
    }
}
