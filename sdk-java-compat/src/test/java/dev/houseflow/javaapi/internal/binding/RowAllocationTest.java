package dev.houseflow.javaapi.internal.binding;

import static dev.houseflow.javaapi.internal.binding.Blocks.adapter;
import static dev.houseflow.javaapi.internal.binding.Blocks.block;
import static dev.houseflow.javaapi.internal.binding.Blocks.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Block;
import dev.houseflow.BlockBuilder;
import dev.houseflow.internal.block.BlockBuildersKt;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.block.RowReader;
import dev.houseflow.internal.block.RowWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a row costs is memory that can be counted, not time: the objects themselves when reading, and nothing when writing. */
class RowAllocationTest {
    private static final int ROWS = 20_000;

    /** Header, three longs of eight bytes each, an int, and up to seven bytes for alignment. */
    private static final long NUMBERS_BYTES = 16 + 3 * 8 + 4 + 7;

    /** A String and its array, each with a header, the text itself and up to seven bytes for alignment. */
    private static final long TEXT_BYTES = 24 + 16 + 10 + 7;

    private static final List<ColumnHeader> NUMBERS =
            headers("a", "Int64", "b", "Float64", "c", "Int32", "d", "UInt32");

    record Numbers(long a, double b, int c, long d) {}

    record Texts(long id, String first, String second) {}

    public static final class Bean {
        private long a;
        private double b;
        private int c;
        private long d;

        public long getA() {
            return a;
        }

        public void setA(long a) {
            this.a = a;
        }

        public double getB() {
            return b;
        }

        public void setB(double b) {
            this.b = b;
        }

        public int getC() {
            return c;
        }

        public void setC(int c) {
            this.c = c;
        }

        public long getD() {
            return d;
        }

        public void setD(long d) {
            this.d = d;
        }
    }

    @Test
    void G3_aRecordOfNumbersCostsItself() {
        long perRow = reading(Numbers.class, NUMBERS, numbers());
        assertTrue(perRow <= NUMBERS_BYTES, () -> perRow + " bytes for a row");
    }

    @Test
    void aBeanOfNumbersCostsItself() {
        long perRow = reading(Bean.class, NUMBERS, numbers());
        assertTrue(perRow <= NUMBERS_BYTES, () -> perRow + " bytes for a row");
    }

    @Test
    void aRecordWithTextsCostsItselfAndTheTexts() {
        List<ColumnHeader> headers = headers("id", "Int64", "first", "String", "second", "String");
        Object[][] rows = new Object[ROWS][];
        for (int i = 0; i < ROWS; i++) rows[i] = new Object[] {(long) i, "abcdefghij", "0123456789"};
        long perRow = reading(Texts.class, headers, block(headers, rows));
        assertTrue(perRow <= 12 + 8 + 2 * 8 + 7 + 2 * TEXT_BYTES, () -> perRow + " bytes for a row");
    }

    @Test
    void G3_writingAllocatesNothing() {
        Bean bean = new Bean();
        bean.setD(7);
        assertEquals(0, writing(Numbers.class, new Numbers(1, 2.5, 3, 4)));
        assertEquals(0, writing(Bean.class, bean));
    }

    private static Block numbers() {
        Object[][] rows = new Object[ROWS][];
        for (int i = 0; i < ROWS; i++) rows[i] = new Object[] {(long) i, i / 2.0, i, 5_000_000_000L % (i + 1)};
        return block(NUMBERS, rows);
    }

    private static <T> long reading(Class<T> type, List<ColumnHeader> headers, Block block) {
        RowReader<T> reader = adapter(type).reader(headers);
        reader.bind(block);
        return perRow(row -> reader.read(row).hashCode() == 0 ? 1 : 0);
    }

    private static <T> long writing(Class<T> type, T row) {
        BlockBuilder builder = BlockBuildersKt.newBlockBuilder(NUMBERS);
        RowWriter<T> writer = adapter(type).writer(NUMBERS);
        writer.bind(builder);
        return perRow(i -> {
            if (i == 0) builder.clear();
            writer.write(row);
            return builder.column(0).size() - i - 1;
        });
    }

    private interface Work {
        int run(int row);
    }

    /** Bytes per row once everything that is found out or grown only once is there. */
    private static long perRow(Work work) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int wrong = 0;
        long allocated = 0;
        for (int pass = 0; pass < 4; pass++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int row = 0; row < ROWS; row++) wrong += work.run(row);
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(wrong < ROWS, "The work is done");
        return allocated / ROWS;
    }
}
