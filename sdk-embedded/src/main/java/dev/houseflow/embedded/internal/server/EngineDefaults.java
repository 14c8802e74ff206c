package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.QueryCall;
import dev.houseflow.embedded.internal.QueryExecutor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Asks the engine what queries start with, so that the HTTP side obeys the same values as the
 * engine.
 */
public final class EngineDefaults {
    private static final String QUERY = "SELECT name, value FROM system.settings WHERE name LIKE '%http%'"
            + " OR endsWith(name, '_format') OR endsWith(name, '_types') OR endsWith(name, '_structure') FORMAT TabSeparatedRaw";

    /** A limit that the server was started with is for its users' queries. */
    private static final Map<String, String> UNLIMITED =
            Map.of("max_result_rows", "0", "max_result_bytes", "0", "max_rows_to_read", "0", "max_bytes_to_read", "0");

    private EngineDefaults() {}

    /**
     * Values by name: the settings of the HTTP interface, and those that look like the description
     * of an external table.
     */
    public static Map<String, String> read(QueryExecutor executor) throws EngineException, InterruptedException {
        Answer answer = new Answer();
        QueryCall call = new QueryCall(
                UUID.randomUUID().toString(),
                List.of(),
                null,
                true,
                UNLIMITED,
                Map.of(),
                "TabSeparatedRaw",
                null,
                new ByteArrayInputStream(QUERY.getBytes(StandardCharsets.UTF_8)),
                true);
        executor.execute(call, answer);
        Map<String, String> values = new HashMap<>();
        for (String line : answer.bytes.toString(StandardCharsets.UTF_8).split("\n")) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                values.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return values;
    }

    /** Keeps the bytes of an answer, whose format and columns are known. */
    private static final class Answer extends DiscardingReply {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Answer() {
            super(() -> false);
        }

        @Override
        public OutputStream output() {
            return bytes;
        }
    }
}
