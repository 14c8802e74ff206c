package dev.houseflow.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events while the application stops. */
class StopTest {
    private static final int SENDERS = 4;

    private static List<Event> fiveEvents() {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return IntStream.range(0, 5)
                .mapToObj(i -> new Event(UUID.randomUUID(), now, "test", Map.of("key", "it's")))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void noAcceptedEventIsLostWhenItStops(String type, @TempDir Path data) throws Exception {
        Set<UUID> accepted = ConcurrentHashMap.newKeySet();
        RunningApplication stopping = new RunningApplication(type, "--houseflow.embedded.data-path=" + data);
        List<Thread> senders = new ArrayList<>();
        try (stopping) {
            for (int i = 0; i < SENDERS; i++) {
                senders.add(new Thread(() -> send(stopping, accepted)));
            }
            senders.forEach(Thread::start);
            RunningApplication.await("enough events are accepted", () -> accepted.size() > 100);
        }
        for (Thread sender : senders) sender.join();
        try (EmbeddedClickHouse server =
                        EmbeddedClickHouse.builder().dataPath(data).start();
                ClickHouseAsyncClient client =
                        ClickHouseAsyncClient.builder(server.endpoint()).build()) {
            Set<UUID> written = new HashSet<>(client.query("SELECT id FROM events FINAL", UUID.class)
                    .join()
                    .rows());
            System.out.println(accepted.size() + " events were accepted, " + written.size() + " are there");
            assertThat(written).containsAll(accepted);
        }
    }

    /** Until the application takes no more. */
    private static void send(RunningApplication application, Set<UUID> accepted) {
        try {
            while (true) {
                List<Event> events = fiveEvents();
                if (application.post("/events", events).statusCode() != 202) return;
                events.forEach(event -> accepted.add(event.id()));
            }
        } catch (IOException e) {
            // It has stopped; these are not acknowledged.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
