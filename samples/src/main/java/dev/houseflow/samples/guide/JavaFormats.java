package dev.houseflow.samples.guide;

import dev.houseflow.Format;
import dev.houseflow.InsertRequest;
import dev.houseflow.QueryRequest;
import dev.houseflow.QuerySummary;
import dev.houseflow.RawResult;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The Java of docs/formats.md. */
public final class JavaFormats {
    private JavaFormats() {}

    static String asText(ClickHouseAsyncClient ch) {
        // snippet: formats-query-java
        byte[] csv = ch.rawQuery("SELECT * FROM trades ORDER BY id", Format.CSV_WITH_NAMES)
                .join();
        String text = new String(csv, StandardCharsets.UTF_8);
        // end
        return text;
    }

    static String withSummary(ClickHouseAsyncClient ch) {
        // snippet: formats-result-java
        RawResult answer = ch.rawResult("SELECT * FROM trades ORDER BY id", Format.JSON_COMPACT)
                .join();
        System.out.println(answer.queryId() + ": " + answer.summary().readRows() + " rows read");
        // end
        return answer.text();
    }

    static QuerySummary intoFile(ClickHouseAsyncClient ch, Path file) {
        // snippet: formats-download-java
        QueryRequest request = QueryRequest.builder("SELECT * FROM trades ORDER BY id")
                .setting("output_format_parquet_compression_method", "zstd")
                .build();
        QuerySummary summary = ch.download(request, Format.PARQUET, file).join();
        System.out.println(file + ", query id " + summary.queryId());
        // end
        return summary;
    }

    static void packedThereAndBack(ClickHouseAsyncClient ch, Path folder) {
        // snippet: formats-packed-java
        Path file = folder.resolve("trades.csv.gz");
        QueryRequest packed = QueryRequest.builder("SELECT * FROM trades ORDER BY id")
                .acceptEncoding("gzip")
                .leavePacked(true)
                .build();
        ch.download(packed, Format.CSV, file).join();
        ch.rawInsert("trades", Format.CSV, file).join();
        // end
    }

    static void intoStream(ClickHouseAsyncClient ch, OutputStream out) throws IOException {
        // snippet: formats-stream-java
        QueryRequest request = QueryRequest.builder("SELECT * FROM trades ORDER BY id")
                .acceptEncoding("gzip")
                .build();
        try (InputStream answer = ch.rawStream(request, Format.JSON_EACH_ROW)) {
            answer.transferTo(out);
        }
        // end
    }

    static void asLines(ClickHouseAsyncClient ch) {
        // snippet: formats-lines-java
        try (RowStream<String> lines = ch.lines("SELECT * FROM trades ORDER BY id")) {
            lines.stream().forEach(System.out::println);
        }
        // end
    }

    static void fromFiles(ClickHouseAsyncClient ch, Path csv, Path packed) {
        // snippet: formats-insert-java
        InsertRequest three =
                InsertRequest.builder("trades").columns("id", "symbol", "price").build();
        ch.rawInsert(three, Format.CSV, csv).join();

        InsertRequest gzip = InsertRequest.builder("trades")
                .contentEncoding("gzip")
                .setting("input_format_skip_unknown_fields", true)
                .build();
        ch.rawInsert(gzip, Format.JSON_EACH_ROW, packed).join();
        // end
    }
}
