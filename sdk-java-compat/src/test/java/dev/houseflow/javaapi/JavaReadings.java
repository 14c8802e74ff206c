package dev.houseflow.javaapi;

import dev.houseflow.Compression;
import dev.houseflow.InsertRequest;
import dev.houseflow.QueryRequest;
import dev.houseflow.testkit.FrameChoiceContract;
import dev.houseflow.testkit.Numbered;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** What {@link FrameChoiceContract} asks of the Java client. Made anew in class loaders of its own. */
public final class JavaReadings implements Function<List<String>, String> {
    @Override
    public String apply(List<String> args) {
        List<String> outcomes = new ArrayList<>();
        try (ClickHouseAsyncClient client =
                ClickHouseAsyncClient.builder(args.get(0)).username(args.get(1)).build()) {
            for (String operation : args.subList(2, args.size())) {
                outcomes.add(run(client, operation));
            }
        }
        return String.join(" ", outcomes);
    }

    private static String run(ClickHouseAsyncClient client, String operation) {
        switch (operation) {
            case "query":
                QueryRequest sum = QueryRequest.of(FrameChoiceContract.QUERY);
                return String.valueOf(
                        client.query(sum, Numbered.class).join().rows().get(0).id());
            case "stream":
                try (RowStream<Numbered> rows =
                        client.stream(QueryRequest.of(FrameChoiceContract.STREAM), Numbered.class)) {
                    return String.valueOf(rows.stream().count());
                }
            default:
                return insert(client);
        }
    }

    private static String insert(ClickHouseAsyncClient client) {
        try {
            client.execute(QueryRequest.of("CREATE TABLE IF NOT EXISTS frame_choice (id Int64) ENGINE = Memory"))
                    .join();
            InsertRequest request = InsertRequest.builder("frame_choice")
                    .compression(Compression.ZSTD)
                    .build();
            client.insert(request, List.of(new Numbered(1)), Numbered.class).join();
            return "";
        } catch (CompletionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }
}
