package dev.houseflow.samples.spring;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.houseflow.Format;
import dev.houseflow.ProgressListener;
import dev.houseflow.QueryRequest;
import dev.houseflow.samples.Flights;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What one can ask about the flights.
 *
 * @param parameters what the one who asks may choose, with what is used otherwise
 * @param row what a row of the answer is
 */
public record Question(
        String id,
        String title,
        String sql,
        Map<String, String> parameters,
        @JsonIgnore Class<?> row) {
    public record Hour(int hour, long flights, double averageDelay) {}

    public record Route(String origin, String destination, long flights) {}

    public record Late(String flight, Instant date, int distance, int delay) {}

    public record Sure(String origin, long flights, double lowest, double highest, double averageDelay) {}

    static final List<Question> ALL = List.of(
            new Question("hours", "When do flights leave late?", Flights.HOURS, Map.of(), Hour.class),
            new Question("routes", "Which routes are the busiest?", Flights.ROUTES, Map.of(), Route.class),
            new Question(
                    "late",
                    "Which flights were late by some minutes or more?",
                    Flights.LATE,
                    Map.of("minutes", "60"),
                    Late.class),
            new Question(
                    "sure",
                    "How sure is the average delay of each airport?",
                    Flights.SURE,
                    Map.of("resamples", "20"),
                    Sure.class));

    static Question of(String id) {
        return ALL.stream()
                .filter(question -> question.id.equals(id))
                .findAny()
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no such question; GET /questions lists them"));
    }

    /** @param chosen values of parameters; what is none of this question's is left out */
    QueryRequest request(Map<String, String> chosen) {
        return builder(chosen).build();
    }

    /** For an answer whose rows come as JSON, an array each, and that tells how far it is. */
    QueryRequest watched(Map<String, String> chosen, String queryId, ProgressListener listener) {
        return builder(chosen)
                .queryId(queryId)
                .format(Format.JSON_COMPACT_EACH_ROW)
                .setting("output_format_json_quote_64bit_integers", 0)
                .onProgress(listener)
                .build();
    }

    private QueryRequest.Builder builder(Map<String, String> chosen) {
        QueryRequest.Builder request = QueryRequest.builder(sql);
        parameters.forEach((name, usual) -> request.parameter(name, chosen.getOrDefault(name, usual)));
        return request;
    }
}
