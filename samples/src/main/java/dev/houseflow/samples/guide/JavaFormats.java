package dev.houseflow.samples.guide;

import dev.houseflow.ClickHouseSql;
import dev.houseflow.Format;
import dev.houseflow.InsertRequest;
import dev.houseflow.JsonResult;
import dev.houseflow.QueryRequest;
import dev.houseflow.QuerySummary;
import dev.houseflow.RawResult;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import dev.houseflow.samples.ReadmeJava.Trade;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

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

    static List<Trade> asLines(ClickHouseAsyncClient ch) {
        // snippet: formats-lines-java
        try (RowStream<String> lines = ch.lines("SELECT * FROM trades ORDER BY id")) {
            lines.stream().forEach(System.out::println);
        }

        RowStream<Trade> trades = ch.jsonRows("SELECT * FROM trades ORDER BY id", Trade.class);
        // end
        try (trades) {
            return trades.stream().toList();
        }
    }

    /** What was traded of a symbol. */
    public record Volume(String symbol, double price) {}

    static JsonResult<Volume> asDocument(ClickHouseAsyncClient ch) {
        // snippet: formats-document-java
        QueryRequest request = QueryRequest.builder(
                        "SELECT symbol, sum(price) AS price FROM trades GROUP BY symbol WITH TOTALS ORDER BY symbol LIMIT 1")
                .setting("extremes", 1)
                .build();
        JsonResult<Volume> result = ch.jsonResult(request, Volume.class).join();
        System.out.println(result.rows() + " of " + result.rowsBeforeLimitAtLeast() + ", in all " + result.totals());
        // end
        return result;
    }

    static void intoFunction(ClickHouseAsyncClient ch, Path csv, Path target) {
        // snippet: formats-function-java
        String function = "file(" + ClickHouseSql.literal(target.toString())
                + ", 'CSV', 'id Int64, symbol String, price Float64')";
        ch.rawInsert(InsertRequest.intoFunction(function).build(), Format.CSV, csv)
                .join();
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
