package dev.houseflow.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.houseflow.QueryRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the service does, with servlets and with WebFlux alike. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServiceContract {
    private static final String FLIGHTS = "%FROM quickstart_flights%LIMIT%";

    private final String type;
    private RunningApplication application;

    /** @param type {@code servlet} or {@code reactive} */
    ServiceContract(String type) {
        this.type = type;
    }

    @BeforeAll
    void start() {
        application = new RunningApplication(type);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void answersQuestions() throws Exception {
        assertThat(application.json("/questions")).hasSize(Question.ALL.size());
        JsonNode hours = application.json("/questions/hours");
        assertThat(hours).hasSize(24);
        assertThat(hours.get(12).get("hour").asInt()).isEqualTo(12);
        assertThat(hours.get(12).get("flights").asLong()).isGreaterThan(1000);
        assertThat(hours.get(12).get("averageDelay").isDouble()).isTrue();
        assertThat(application.json("/questions/routes")).hasSize(10);
        JsonNode late = application.json("/questions/late?minutes=900");
        assertThat(late).isNotEmpty().allMatch(row -> row.get("delay").asInt() >= 900);
        assertThat(application.get("/questions/nothing").statusCode()).isEqualTo(404);
        assertThat(application.get("/").body()).contains("page.js");
    }

    @Test
    void showsWhatTheServerSaysOfAnError() throws Exception {
        HttpResponse<String> refused = application.get("/questions/late?minutes=many");
        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(refused.body()).contains("\"code\":457", "BAD_QUERY_PARAMETER", "many");
        List<String> events = events("/questions/late/run?minutes=many");
        assertThat(events).first().asString().startsWith("started ");
        assertThat(events).last().asString().startsWith("failed ").contains("BAD_QUERY_PARAMETER", "many");
    }

    /** The events of a run, as {@code name data}. */
    private List<String> events(String path) throws IOException, InterruptedException {
        List<String> events = new ArrayList<>();
        try (BufferedReader reader = application.open(path)) {
            String name = "";
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("event:")) name = line.substring(6).strip();
                if (line.startsWith("data:"))
                    events.add(name + " " + line.substring(5).strip());
            }
        }
        return events;
    }

    @Test
    void tellsHowFarItIsAndSendsRowsAsTheyCome() throws Exception {
        List<String> events = events("/questions/sure/run?resamples=8");
        List<Long> read = events.stream()
                .filter(event -> event.startsWith("progress "))
                .map(event -> tree(event).get("rows").asLong())
                .toList();
        assertThat(read).hasSizeGreaterThan(3).isSorted();
        assertThat(events).contains("columns [\"origin\",\"flights\",\"lowest\",\"highest\",\"average_delay\"]");
        long origins = application
                .client()
                .query("SELECT uniqExact(origin) FROM quickstart_flights", Long.class)
                .join()
                .rows()
                .get(0);
        assertThat(events).last().isEqualTo("done {\"rows\":" + origins + "}");
        assertThat(rows(events)).hasSize((int) origins).allMatch(row -> row.size() == 5);
        assertThat(events("/questions/late/run?minutes=120"))
                .filteredOn(event -> event.startsWith("rows "))
                .hasSizeGreaterThan(3);
    }

    private JsonNode tree(String event) {
        return application.context.getBean(ObjectMapper.class).readTree(event.substring(event.indexOf(' ')));
    }

    private List<JsonNode> rows(List<String> events) {
        List<JsonNode> rows = new ArrayList<>();
        events.stream().filter(event -> event.startsWith("rows ")).forEach(event -> tree(event)
                .forEach(rows::add));
        return rows;
    }

    @Test
    void aReaderWhoLeavesEndsTheQuery() throws Exception {
        String id;
        try (BufferedReader reader = application.open("/questions/sure/run?resamples=300")) {
            String line = reader.readLine();
            while (!line.contains("queryId")) line = reader.readLine();
            id = tree(" " + line.substring(5)).get("queryId").asString();
            RunningApplication.await("the query runs", () -> running(id) == 1);
        }
        RunningApplication.await("the query has ended", () -> running(id) == 0);
    }

    private long running(String id) {
        QueryRequest request = QueryRequest.builder("SELECT count() FROM system.processes WHERE query_id = {id:String}")
                .parameter("id", id)
                .build();
        return application.client().query(request, Long.class).join().rows().get(0);
    }

    @Test
    void streamsFlightsAtThePaceOfTheReader() throws Exception {
        assertThat(application.get("/flights?origin=nowhere").body()).isEmpty();
        assertThat(application.get("/flights?limit=x").statusCode()).isEqualTo(400);
        List<String> few =
                application.get("/flights?origin=ATL&limit=3").body().lines().toList();
        assertThat(few).hasSize(3).allMatch(line -> line.startsWith("{\"date\":\"2001-") && line.contains("\"ATL\""));
        try (BufferedReader reader = application.open("/flights")) {
            assertThat(reader.readLine()).startsWith("{\"date\":");
            Thread.sleep(2000);
            assertThat(application.running(FLIGHTS)).isEqualTo(1);
        }
        RunningApplication.await("the query has ended", () -> application.running(FLIGHTS) == 0);
    }

    @Test
    void anAnswerThatFailsOnItsWayIsBrokenOff() throws Exception {
        try (BufferedReader reader = application.open("/flights")) {
            assertThat(reader.readLine()).startsWith("{\"date\":");
            application
                    .client()
                    .execute("KILL QUERY WHERE query LIKE '" + FLIGHTS + "' AND query NOT LIKE '%KILL QUERY%'")
                    .join();
            assertThatThrownBy(() -> {
                        String line = reader.readLine();
                        while (line != null) {
                            assertThat(line).startsWith("{\"date\":");
                            line = reader.readLine();
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void tellsOfItsHealthAndCountsItsCalls() throws Exception {
        assertThat(application.get("/actuator/health").body()).contains("\"houseflow\":{", "\"version\":\"26.");
        application.json("/questions/routes");
        assertThat(application.get("/actuator/prometheus").body())
                .containsPattern("db_client_operation_seconds_count\\{[^}]*db_operation_name=\"SELECT\"")
                .contains("db_client_connection_");
    }

    @Test
    void refusesWhatIsNoEvent() throws Exception {
        assertThat(application.post("/events", List.of(Map.of("name", "no id"))).statusCode())
                .isEqualTo(400);
    }
}
