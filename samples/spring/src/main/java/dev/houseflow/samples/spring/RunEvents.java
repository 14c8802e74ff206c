package dev.houseflow.samples.spring;

import dev.houseflow.ClickHouseException;
import dev.houseflow.Progress;
import dev.houseflow.ServerException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What the events of a run say, and what every failure says. */
final class RunEvents {
    private RunEvents() {}

    /** The run has begun; its query has this id. */
    record Started(String queryId) {}

    /** How far the query is. */
    record HowFar(long rows, long ofRows, double seconds, long megabytes) {
        static HowFar of(Progress progress) {
            return new HowFar(
                    progress.readRows(),
                    progress.totalRowsToRead(),
                    progress.elapsed().toMillis() / 1000.0,
                    progress.memoryUsage() / 1_000_000);
        }
    }

    /** The answer is complete. */
    record Done(long rows) {}

    /** The answer is none, or is not complete. */
    record Failed(String message, Integer code, String name) {
        static Failed of(ClickHouseException e) {
            return e instanceof ServerException server
                    ? new Failed(server.serverMessage(), server.code(), server.name())
                    : new Failed(e.getMessage(), null, null);
        }

        /** For a failure before the answer has begun. */
        static ResponseEntity<Failed> response(ClickHouseException e) {
            return ResponseEntity.status(HttpStatus.BAD_GATEWAY)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(of(e));
        }
    }
}
