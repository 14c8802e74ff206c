package dev.houseflow.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Format;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java programs: the tour prints what it says, and an export goes on where it was interrupted. */
class ProgramsTest {
    @TempDir
    private Path folder;

    @Test
    void theTourPrintsWhatItSays() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            JavaTour.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertEquals(
                List.of(
                        "10000 trades inserted",
                        "Average[symbol=BTC, mean=750.0]",
                        "Average[symbol=ETH, mean=749.9]",
                        "0.30000000000000004 is the sum of three prices",
                        "1 trade added",
                        "20002 trades after a file came back",
                        "cancelled: true"),
                printed.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void anExportGoesOn() throws IOException {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start();
                ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(server.endpoint()).build()) {
            ch.execute("CREATE TABLE numbered (id UInt64, text String) ENGINE MergeTree ORDER BY id")
                    .join();
            ch.execute("INSERT INTO numbered SELECT number, toString(number) FROM numbers(100000)")
                    .join();
            Map<String, String> options = new HashMap<>(
                    Map.of("--table", "numbered", "--by", "intDiv(id, 30000)", "--to", folder.toString()));
            assertTrue(new Export(ch, options).run().startsWith("4 of 4 files written; 100000 rows, "));
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(
                        List.of("0.parquet", "1.parquet", "2.parquet", "3.parquet", "export.txt"),
                        files.map(file -> file.getFileName().toString())
                                .sorted()
                                .toList());
            }
            Files.delete(folder.resolve("2.parquet"));
            assertTrue(new Export(ch, options).run().startsWith("1 of 4 files written; 100000 rows, "));
            ch.execute("CREATE TABLE back AS numbered").join();
            for (int part = 0; part < 4; part++) {
                ch.rawInsert("back", Format.PARQUET, folder.resolve(part + ".parquet"))
                        .join();
            }
            assertEquals(
                    List.of(List.of(100_000L, 4_999_950_000L)),
                    ch.query("SELECT count()::Int64, sum(id)::Int64 FROM back", List.class)
                            .join()
                            .rows());
            options.put("--format", "CSVWithNames");
            IOException refused = assertThrows(IOException.class, () -> new Export(ch, options).run());
            assertTrue(refused.getMessage().contains("has another export: FROM numbered"), refused.getMessage());
        }
    }
}
