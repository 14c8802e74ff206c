package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.houseflow.Block;
import dev.houseflow.Column;
import dev.houseflow.Format;
import dev.houseflow.FormatException;
import dev.houseflow.QueryRequest;
import dev.houseflow.UnsupportedTypeException;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import dev.houseflow.jdbc.internal.values.ArrayValue;
import dev.houseflow.jdbc.internal.values.StructValue;
import dev.houseflow.jdbc.internal.values.TypeInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kotlinx.serialization.json.Json;
import kotlinx.serialization.json.JsonElement;
import kotlinx.serialization.json.JsonElementKt;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every value of the golden queries, and with {@code -Dcorpus.dir=PATH} of a corpus: its text is the server's own in TabSeparated, and its
 * object says the same as the client's.
 */
@ExtendWith(Jdbc.class)
class DifferentialTest {
    private static final String[] SETTINGS = {
        "output_format_decimal_trailing_zeros",
        "1",
        "enable_time_time64_type",
        "1",
        "allow_suspicious_low_cardinality_types",
        "1",
        "allow_suspicious_variant_types",
        "1",
        "allow_suspicious_fixed_string_types",
        "1",
        "max_threads",
        "1",
        "enable_nullable_tuple_type",
        "1"
    };

    private record Case(String name, String sql, List<String> setup, Map<String, String> settings) {}

    @TestFactory
    Stream<DynamicTest> everyTextIsTheServersOwnAndEveryObjectTheClients() throws IOException {
        return cases().stream().map(it -> DynamicTest.dynamicTest(it.name, () -> compare(it)));
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        String corpus = System.getProperty("corpus.dir");
        if (corpus != null) {
            corpus(Path.of(corpus), cases);
            return cases;
        }
        Path golden = Path.of("../sdk-testkit/src/test/resources/golden-cases.sql");
        String name = null;
        for (String line : Files.readAllLines(golden)) {
            if (line.matches("-- [\\w.]+")) name = line.substring(3);
            else if (name != null && !line.isBlank()) {
                cases.add(new Case(name, line, List.of(), Map.of()));
                name = null;
            }
        }
        return cases;
    }

    private static void corpus(Path folder, List<Case> cases) throws IOException {
        JsonElement manifest = Json.Default.parseToJsonElement(Files.readString(folder.resolve("manifest.json")));
        for (JsonElement one :
                JsonElementKt.getJsonArray(JsonElementKt.getJsonObject(manifest).get("cases"))) {
            Map<String, JsonElement> fields = JsonElementKt.getJsonObject(one);
            Map<String, String> settings = new LinkedHashMap<>();
            if (fields.containsKey("settings")) {
                JsonElementKt.getJsonObject(fields.get("settings"))
                        .forEach((key, value) -> settings.put(
                                key, JsonElementKt.getJsonPrimitive(value).getContent()));
            }
            List<String> setup = new ArrayList<>();
            if (fields.containsKey("setup")) {
                JsonElementKt.getJsonArray(fields.get("setup")).forEach(it -> setup.add(text(it)));
            }
            cases.add(new Case(text(fields.get("id")), text(fields.get("sql")), setup, settings));
        }
    }

    private static String text(JsonElement element) {
        return JsonElementKt.getJsonPrimitive(element).getContent();
    }

    private static void compare(Case one) throws Exception {
        try (Connection connection = Jdbc.connect("session=true")) {
            ClickHouseAsyncClient client = connection.unwrap(ClickHouseAsyncClient.class);
            for (String sql : one.setup) client.execute(sql).join();
            QueryRequest.Builder request = QueryRequest.builder(one.sql);
            HouseflowStatement statement = connection.createStatement().unwrap(HouseflowStatement.class);
            for (int i = 0; i < SETTINGS.length; i += 2) request.setting(SETTINGS[i], SETTINGS[i + 1]);
            one.settings.forEach(request::setting);
            for (Map.Entry<String, String> entry : request.build().settings().entrySet())
                statement.setSetting(entry.getKey(), entry.getValue());
            byte[] told = client.rawQuery(request.build(), Format.TAB_SEPARATED).get();
            List<List<byte[]>> texts = TabSeparated.read(told);
            // Totals come behind an empty line, and are no rows of a result.
            if (one.sql.contains("TOTALS")) texts = texts.subList(0, texts.size() - 2);
            List<Block> blocks = new ArrayList<>();
            try (RowStream<Block> stream = client.blocks(request.build())) {
                stream.forEachRemaining(blocks::add);
            } catch (UnsupportedTypeException e) {
                // What the client cannot read, the driver cannot either.
                return;
            }
            try (ResultSet rows = statement.executeQuery(one.sql)) {
                int row = 0;
                for (Block block : blocks) {
                    for (int i = 0; i < block.rowCount(); i++, row++) {
                        if (!rows.next()) throw new AssertionError("the result ends before row " + row);
                        for (int c = 0; c < block.columns().size(); c++) {
                            String place = one.name + ", row " + row + ", " + block.column(c);
                            same(
                                    place,
                                    rows,
                                    c + 1,
                                    block.column(c),
                                    i,
                                    texts.get(row).get(c));
                        }
                    }
                }
                assertEquals(false, rows.next(), "more rows");
                assertEquals(texts.size(), row, "rows");
            }
        }
    }

    private static void same(String place, ResultSet rows, int index, Column column, int row, byte[] text)
            throws SQLException {
        Object expected;
        try {
            expected = column.get(row);
        } catch (FormatException e) {
            // No UTF-8, or keys that come twice; the bytes and the text are there all the same.
            expected = null;
            if (e.getMessage().contains("UTF-8")) {
                if (TypeInfo.of(column.type()).kind() == TypeInfo.Kind.TEXT) {
                    assertArrayEquals(TabSeparated.unescaped(text), rows.getBytes(index), place);
                }
                return;
            }
            text(place, rows, index, column, text);
            return;
        }
        text(place, rows, index, column, text);
        TypeInfo info = TypeInfo.of(column.type());
        if (info.kind() == TypeInfo.Kind.JSON || info.kind() == TypeInfo.Kind.STATE) return;
        Object found;
        try {
            found = rows.getObject(index);
        } catch (SQLException e) {
            // Times that java.sql.Time does not have.
            if (info.kind() == TypeInfo.Kind.TIME && "22008".equals(e.getSQLState())) return;
            throw e;
        }
        assertEquals(text(expected), text(plain(found)), place);
    }

    private static void text(String place, ResultSet rows, int index, Column column, byte[] text) throws SQLException {
        TypeInfo.Kind kind = TypeInfo.of(column.type()).kind();
        // States have no text of their own in TabSeparated but their bytes.
        if (kind == TypeInfo.Kind.STATE) return;
        // Inside of others, texts are escaped once, and stay so.
        boolean nests = kind == TypeInfo.Kind.ARRAY || kind == TypeInfo.Kind.STRUCT || kind == TypeInfo.Kind.MAP;
        String raw = text == null ? null : new String(text, StandardCharsets.UTF_8);
        String expected =
                text == null || nests ? raw : new String(TabSeparated.unescaped(text), StandardCharsets.UTF_8);
        String found = rows.getString(index);
        boolean holdsAny = column.type().toString().matches("(Variant|Dynamic|Geometry).*");
        if (holdsAny && raw != null && raw.equals(found)) return;
        if (expected != null
                && !expected.equals(found)
                && column.type().toString().contains("JSON")) {
            // The order of the keys of an object says nothing.
            assertEquals(sorted(expected), sorted(found), place);
            return;
        }
        assertEquals(expected, found, place);
    }

    private static String sorted(String text) {
        char[] chars = text.toCharArray();
        java.util.Arrays.sort(chars);
        return new String(chars);
    }

    /** As the client has it. */
    private static Object plain(Object value) throws SQLException {
        if (value instanceof ArrayValue array) return array.values();
        if (value instanceof StructValue struct) return struct.parts();
        if (value instanceof Timestamp moment) return moment.toInstant();
        if (value instanceof Date date) return date.toLocalDate();
        if (value instanceof Time time) {
            return java.time.Duration.ofNanos(
                    dev.houseflow.jdbc.internal.values.Plain.localTime(time).toNanoOfDay());
        }
        return value;
    }

    /** Whole numbers of JDBC are wider than the client's. */
    private static String text(Object value) {
        return value == null ? "null" : value.toString();
    }
}
