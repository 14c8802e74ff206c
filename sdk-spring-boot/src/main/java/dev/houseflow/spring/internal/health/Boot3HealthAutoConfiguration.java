package dev.houseflow.spring.internal.health;

import dev.houseflow.HealthStatus;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.spring.HouseflowProperties;
import dev.houseflow.spring.internal.HouseflowAutoConfiguration;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Health in Spring Boot 3.5, where Reactor is absent. */
@AutoConfiguration(after = {HouseflowAutoConfiguration.class, Boot3ReactiveHealthAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ClickHouseAsyncClient.class)
@ConditionalOnEnabledHealthIndicator("houseflow")
public class Boot3HealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = {"houseflowHealthIndicator", "houseflowHealthContributor"})
    HealthContributor houseflowHealthContributor(
            Map<String, ClickHouseAsyncClient> clients, HouseflowProperties properties) {
        Map<String, HealthCheck> checks =
                HealthCheck.of(clients, properties.getHealth().getTimeout());
        return checks.size() == 1
                ? indicator(checks.values().iterator().next())
                : CompositeHealthContributor.fromMap(checks, Boot3HealthAutoConfiguration::indicator);
    }

    private static HealthIndicator indicator(HealthCheck check) {
        return () -> health(check.run().join());
    }

    static Health health(HealthStatus status) {
        Health.Builder health = status.ok() ? Health.up() : Health.down();
        return health.withDetails(HealthCheck.details(status)).build();
    }
}
