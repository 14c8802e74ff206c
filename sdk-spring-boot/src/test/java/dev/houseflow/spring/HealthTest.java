package dev.houseflow.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.spring.internal.HouseflowAutoConfiguration;
import dev.houseflow.spring.internal.health.Boot3HealthAutoConfiguration;
import dev.houseflow.spring.internal.health.Boot3ReactiveHealthAutoConfiguration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.CompositeReactiveHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Flux;

/** Health of Spring Boot 3.5, with Reactor and without; the projects in consumers ask for it by HTTP, in 4.0 as well. */
class HealthTest {
    private static final EmbeddedClickHouse SERVER =
            EmbeddedClickHouse.builder().user("ana", "s3cret").start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static ApplicationContextRunner runner(boolean reactive) {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HouseflowAutoConfiguration.class,
                        Boot3ReactiveHealthAutoConfiguration.class,
                        Boot3HealthAutoConfiguration.class))
                .withPropertyValues(
                        "houseflow.endpoints=" + SERVER.endpoint(),
                        "houseflow.username=ana",
                        "houseflow.password=s3cret",
                        "houseflow.retry.max-attempts=1");
        return reactive ? runner : runner.withClassLoader(new FilteredClassLoader(Flux.class));
    }

    private static Health health(ApplicationContext context, boolean reactive) {
        Object contributor = context.getBean("houseflowHealthContributor");
        return reactive
                ? ((ReactiveHealthIndicator) contributor).health().block(Duration.ofMinutes(1))
                : ((HealthIndicator) contributor).health();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void upWithTheVersion(boolean reactive) {
        runner(reactive).run(context -> {
            Health health = health(context, reactive);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsOnlyKeys("version", "elapsed");
            assertThat(health.getDetails().get("version").toString()).startsWith("26.");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void downWithTheReason(boolean reactive) {
        runner(reactive).withPropertyValues("houseflow.password=wr0ng").run(context -> {
            Health health = health(context, reactive);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("code", 516);
            assertThat(health.getDetails().get("error").toString()).contains("ana");
            assertThat(health.toString()).doesNotContain("wr0ng");
        });
        runner(reactive)
                .withPropertyValues("houseflow.endpoints=http://127.0.0.1:1")
                .run(context -> {
                    Health health = health(context, reactive);
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails().get("error").toString()).contains("127.0.0.1:1");
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneOfEachClient(boolean reactive) {
        runner(reactive)
                .withPropertyValues("houseflow.clients.archive.endpoints=http://127.0.0.1:1")
                .run(context -> {
                    Object contributor = context.getBean("houseflowHealthContributor");
                    List<String> names = reactive
                            ? ((CompositeReactiveHealthContributor) contributor)
                                    .stream().map(it -> it.getName()).toList()
                            : ((CompositeHealthContributor) contributor)
                                    .stream().map(it -> it.getName()).toList();
                    assertThat(names).containsExactlyInAnyOrder("default", "archive");
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void canBeTurnedOff(boolean reactive) {
        runner(reactive)
                .withPropertyValues("management.health.houseflow.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("houseflowHealthContributor"));
    }
}
