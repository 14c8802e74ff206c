package dev.houseflow.samples.spring;

import dev.houseflow.FailureAction;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.Inserter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * A service about three million flights. It is one with servlets, or with {@code --spring.main.web-application-type=reactive} one with
 * WebFlux: the controllers differ, and all else is the same.
 */
@SpringBootApplication
public class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    // snippet: spring-inserter
    /** Spring closes it when no request runs any more, and before the client: what was accepted is written. */
    @Bean
    Inserter<Event> events(ClickHouseAsyncClient clickHouse) {
        return clickHouse
                .inserter("events", Event.class)
                .maxDelay(Duration.ofMillis(500))
                .repeatable(true) // the table keeps one row for each id, so a batch may go twice
                .retryFor(Duration.ofMinutes(1))
                .onFailure(failed -> {
                    LOG.error("{} events are not written", failed.rows().size(), failed.failure());
                    return FailureAction.DROP;
                })
                .build();
    }
    // end
}
