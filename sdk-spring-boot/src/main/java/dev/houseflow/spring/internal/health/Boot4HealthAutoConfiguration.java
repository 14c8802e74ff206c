package dev.houseflow.spring.internal.health;

import dev.houseflow.HealthStatus;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.spring.HouseflowProperties;
import dev.houseflow.spring.internal.HouseflowAutoConfiguration;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Health in Spring Boot 4.0, where Reactor is absent. */
@AutoConfiguration(after = {HouseflowAutoConfiguration.class, Boot4ReactiveHealthAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ClickHouseAsyncClient.class)
@ConditionalOnEnabledHealthIndicator("houseflow")
public class Boot4HealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = {"houseflowHealthIndicator", "houseflowHealthContributor"})
    HealthContributor houseflowHealthContributor(
            Map<String, ClickHouseAsyncClient> clients, HouseflowProperties properties) {
        Map<String, HealthCheck> checks =
                HealthCheck.of(clients, properties.getHealth().getTimeout());
        return checks.size() == 1
                ? indicator(checks.values().iterator().next())
                : CompositeHealthContributor.fromMap(checks, Boot4HealthAutoConfiguration::indicator);
    }

    private static HealthIndicator indicator(HealthCheck check) {
        return () -> health(check.run().join());
    }

    static Health health(HealthStatus status) {
        Health.Builder health = status.ok() ? Health.up() : Health.down();
        return health.withDetails(HealthCheck.details(status)).build();
    }
}
