package dev.houseflow.samples.spring;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The whole application, with its embedded server, and what its callers do. */
final class RunningApplication implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final ConfigurableApplicationContext context;
    private final ObjectMapper json;
    private final String url;

    /** @param type {@code servlet} or {@code reactive} */
    RunningApplication(String type, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.main.web-application-type=" + type, "--server.port=0", "--spring.main.banner-mode=off"));
        arguments.addAll(Arrays.asList(options));
        context = SpringApplication.run(Application.class, arguments.toArray(String[]::new));
        json = context.getBean(ObjectMapper.class);
        url = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) throw new AssertionError(response.statusCode() + " " + response.body());
        return json.readTree(response.body());
    }

    HttpResponse<String> post(String path, Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** A reader that takes what it wants, and leaves when it is closed. */
    BufferedReader open(String path) throws IOException, InterruptedException {
        InputStream body = HTTP.send(
                        HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofInputStream())
                .body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** How many queries the server runs whose text is like that. */
    long running(String pattern) {
        QueryRequest request = QueryRequest.builder("SELECT count() FROM system.processes "
                        + "WHERE query LIKE {p:String} AND query NOT LIKE '%system.processes%'")
                .parameter("p", pattern)
                .build();
        return client().query(request, Long.class).join().rows().get(0);
    }

    ClickHouseAsyncClient client() {
        return context.getBean(ClickHouseAsyncClient.class);
    }

    /** Waits until it is so. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("After a minute it is not so that " + what);
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
