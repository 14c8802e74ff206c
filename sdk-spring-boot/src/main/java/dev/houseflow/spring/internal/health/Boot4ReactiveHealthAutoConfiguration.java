package dev.houseflow.spring.internal.health;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.spring.HouseflowProperties;
import dev.houseflow.spring.internal.HouseflowAutoConfiguration;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Health in Spring Boot 4.0 with Reactor: no thread waits for the server. */
@AutoConfiguration(after = HouseflowAutoConfiguration.class)
@ConditionalOnClass({ReactiveHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class, Flux.class})
@ConditionalOnBean(ClickHouseAsyncClient.class)
@ConditionalOnEnabledHealthIndicator("houseflow")
public class Boot4ReactiveHealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = {"houseflowHealthIndicator", "houseflowHealthContributor"})
    ReactiveHealthContributor houseflowHealthContributor(
            Map<String, ClickHouseAsyncClient> clients, HouseflowProperties properties) {
        Map<String, HealthCheck> checks =
                HealthCheck.of(clients, properties.getHealth().getTimeout());
        return checks.size() == 1
                ? indicator(checks.values().iterator().next())
                : CompositeReactiveHealthContributor.fromMap(checks, Boot4ReactiveHealthAutoConfiguration::indicator);
    }

    private static ReactiveHealthIndicator indicator(HealthCheck check) {
        return () -> Mono.fromFuture(check::run).map(Boot4HealthAutoConfiguration::health);
    }
}
