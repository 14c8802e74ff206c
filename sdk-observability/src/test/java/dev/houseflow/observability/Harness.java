package dev.houseflow.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.houseflow.CallListener;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.testkit.ScriptedServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import kotlin.Unit;

/** Exporters that keep what they get, loggers that remember, and a server that shows what it was sent. */
final class Harness {
    /** What no exporter, registry or log may show. */
    static final String SECRET = "hush-4711";

    private Harness() {}

    /** OpenTelemetry's own SDK with exporters in memory. */
    static final class Telemetry implements AutoCloseable {
        private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
        private final InMemoryMetricReader reader = InMemoryMetricReader.create();
        private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(reader).build())
                .build();

        OpenTelemetry api() {
            return sdk;
        }

        List<SpanData> spans() {
            return exporter.getFinishedSpanItems();
        }

        SpanData span(String name) {
            return spans().stream()
                    .filter(it -> it.getName().equals(name))
                    .reduce((before, last) -> last)
                    .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans()));
        }

        Collection<MetricData> metrics() {
            return reader.collectAllMetrics();
        }

        MetricData metric(String name) {
            return metrics().stream()
                    .filter(it -> it.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            sdk.close();
        }
    }

    /** What a logger of SLF4J was told. */
    static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
        private final Logger logger;

        Lines(String name) {
            LoggerContext context = (LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory();
            logger = context.getLogger(name);
            logger.setLevel(Level.DEBUG);
            logger.setAdditive(false);
            setContext(context);
            start();
            logger.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }

        /** Level and text. */
        List<String> all() {
            return events.stream()
                    .map(it -> it.getLevel() + " " + it.getFormattedMessage())
                    .toList();
        }

        void level(Level level) {
            logger.setLevel(level);
        }

        @Override
        public void close() {
            logger.detachAppender(this);
        }
    }

    /** Answers each request with the next of {@code steps}, and then with an empty answer; remembers the requests. */
    static final class Server implements AutoCloseable {
        final List<ScriptedServer.Request> seen = new CopyOnWriteArrayList<>();
        private final Queue<String> steps = new ConcurrentLinkedQueue<>();
        private final ScriptedServer server;

        Server(String... statuses) {
            steps.addAll(List.of(statuses));
            server = new ScriptedServer(listener(), conversation -> {
                while (true) {
                    ScriptedServer.Request request = conversation.readRequest();
                    if (request == null) return Unit.INSTANCE;
                    seen.add(request);
                    String status = steps.poll();
                    conversation.answer("", status == null ? "200 OK" : status);
                }
            });
        }

        private static ServerSocket listener() {
            try {
                return new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String endpoint() {
            return server.getEndpoint();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** A client with a password that is to be seen nowhere. */
    static ClickHouseAsyncClient.Builder client(String endpoint, CallListener... listeners) {
        ClickHouseAsyncClient.Builder builder = ClickHouseAsyncClient.builder(endpoint)
                .username("tester")
                .password(SECRET)
                .killOnCancel(false);
        for (CallListener listener : listeners) builder.callListener(listener);
        return builder;
    }

    /** Waits, since the end of a stream may be told on another thread. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(60)) throw new AssertionError("it did not come");
            Thread.sleep(5);
        }
    }
}
