package dev.houseflow.javaapi.internal.binding;

import static dev.houseflow.javaapi.internal.binding.Blocks.adapter;
import static dev.houseflow.javaapi.internal.binding.Blocks.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.BlockBuilder;
import dev.houseflow.Column;
import dev.houseflow.FormatException;
import dev.houseflow.internal.block.BlockBuildersKt;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.block.RowWriter;
import dev.houseflow.internal.codec.NativeBuilder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectPrefetchTest {
    record Moments(ZonedDateTime zoned, OffsetDateTime offset, LocalDateTime local, String name, Long number) {}

    private static final Instant FIRST = Instant.parse("2026-02-28T23:59:50Z");
    private static final List<ColumnHeader> COLUMNS = headers(
            "zoned", "Nullable(DateTime64(3, 'UTC'))",
            "offset", "Nullable(DateTime64(3, 'UTC'))",
            "local", "Nullable(DateTime64(3, 'UTC'))",
            "name", "Nullable(String)",
            "number", "Nullable(Int64)");

    private static Moments moments(int i) {
        if (i % 10 == 9) return new Moments(null, null, null, null, null);
        Instant time = FIRST.plusMillis(i * 1500L);
        return new Moments(
                time.atZone(ZoneOffset.UTC),
                time.atOffset(ZoneOffset.ofHours(2)),
                LocalDateTime.ofInstant(time, ZoneOffset.UTC),
                "name " + i,
                (long) i);
    }

    private static Object[] rows(int count) {
        Object[] rows = new Object[count + 5];
        for (int i = 0; i < count; i++) rows[i] = moments(i);
        return rows;
    }

    @Test
    void writesAllRowsAndNoMore() {
        writesAll(150);
    }

    @Test
    void writesAllRowsWithAndWithoutPrefetching() {
        // So many that it is tried out twice which is quicker.
        writesAll(9_000);
    }

    private static void writesAll(int count) {
        BlockBuilder block = BlockBuildersKt.newBlockBuilder(COLUMNS);
        RowWriter<Moments> writer = adapter(Moments.class).writer(COLUMNS);
        writer.bind(block);
        writer.writeAll(rows(count), 0, count);
        BlockBuildersKt.flushDeferred(block);
        assertEquals(count, block.rowCount());
        for (int c = 0; c < 5; c++) {
            Column column = ((NativeBuilder) block.column(c)).build();
            for (int i = 0; i < count; i++) {
                if (i % 10 == 9) assertTrue(column.isNull(i), column.name() + " of row " + i);
                else if (c < 3) assertEquals(FIRST.plusMillis(i * 1500L), column.getInstant(i));
                else if (c == 3) assertEquals("name " + i, column.getString(i));
                else assertEquals(i, column.getLong(i));
            }
        }
    }

    @Test
    void saysWhichRowIsNull() {
        BlockBuilder block = BlockBuildersKt.newBlockBuilder(COLUMNS);
        RowWriter<Moments> writer = adapter(Moments.class).writer(COLUMNS);
        writer.bind(block);
        Object[] rows = rows(80);
        rows[50] = null;
        FormatException failure = assertThrows(FormatException.class, () -> writer.writeAll(rows, 0, 80));
        assertEquals(50, failure.row());
        assertEquals(50, block.column(0).size());
    }

    public static final class Late {
        private int number;
        private LocalDateTime time = LocalDateTime.of(2026, 1, 1, 0, 0);
        private int calls;

        public LocalDateTime getTime() {
            calls++;
            if (number == 50) throw new IllegalStateException("no time yet");
            return time;
        }

        public void setTime(LocalDateTime time) {
            this.time = time;
        }

        public int getNumber() {
            return number;
        }

        public void setNumber(int number) {
            this.number = number;
        }
    }

    @Test
    void aGetterIsCalledOncePerRowAndItsFailureIsToldOfThere() {
        List<ColumnHeader> headers = headers("time", "DateTime('UTC')", "number", "Int32");
        BlockBuilder block = BlockBuildersKt.newBlockBuilder(headers);
        RowWriter<Late> writer = adapter(Late.class).writer(headers);
        writer.bind(block);
        Late[] rows = new Late[80];
        for (int i = 0; i < rows.length; i++) {
            Late row = new Late();
            row.setNumber(i);
            rows[i] = row;
        }
        String message = assertThrows(FormatException.class, () -> writer.writeAll(rows, 0, 80))
                .getMessage();
        assertTrue(message.contains("no time yet"), message);
        assertEquals(50, block.column(0).size());
        for (int i = 0; i < rows.length; i++) assertEquals(i <= 50 ? 1 : 0, rows[i].calls, "row " + i);
    }
}
