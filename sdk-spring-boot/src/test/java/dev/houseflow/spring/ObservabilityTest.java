package dev.houseflow.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.houseflow.AttemptListener;
import dev.houseflow.CallListener;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.observability.LoggingCallListener;
import dev.houseflow.observability.ObservationCallListener;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls are observed as the application observes what it does itself. */
class ObservabilityTest {
    private static final EmbeddedClickHouse SERVER = EmbeddedClickHouse.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Observing {
        static final Queue<String> ENDED = new ConcurrentLinkedQueue<>();
        static final Queue<String> ATTEMPTS = new ConcurrentLinkedQueue<>();

        @Bean
        ObservationRegistry registry() {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }

                @Override
                public void onStop(Observation.Context context) {
                    ENDED.add(context.getName() + " in "
                            + (context.getParentObservation() == null
                                    ? "nothing"
                                    : context.getParentObservation()
                                            .getContextView()
                                            .getName()));
                }
            });
            return registry;
        }

        @Bean
        AttemptListener attempts() {
            return attempt -> ATTEMPTS.add(attempt.toString());
        }
    }

    @Test
    void callsAreObservedAndListenersThatAreBeansAreTold() {
        try (ConfigurableApplicationContext context =
                Started.with(List.of(Observing.class), "houseflow.endpoints=" + SERVER.endpoint())) {
            ClickHouseAsyncClient client = context.getBean(ClickHouseAsyncClient.class);
            Observation.createNotStarted("request", context.getBean(ObservationRegistry.class))
                    .observe(() -> client.query("SELECT 1", String.class).join());
            assertThat(Observing.ENDED).contains("db.client.operation in request", "request in nothing");
            assertThat(Observing.ATTEMPTS).isNotEmpty();
            assertThat(context.getBeansOfType(CallListener.class).values())
                    .hasAtLeastOneElementOfType(ObservationCallListener.class)
                    .hasAtLeastOneElementOfType(LoggingCallListener.class);
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            context.getBean("houseflowPools", MeterBinder.class).bindTo(meters);
            assertThat(meters.getMeters()).isNotEmpty();
        }
    }

    @Test
    void loggingCanBeTurnedOff() {
        try (ConfigurableApplicationContext context =
                Started.with("houseflow.endpoints=" + SERVER.endpoint(), "houseflow.logging.enabled=false")) {
            assertThat(context.getBeansOfType(LoggingCallListener.class)).isEmpty();
        }
    }
}
