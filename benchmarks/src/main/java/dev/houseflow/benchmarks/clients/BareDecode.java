package dev.houseflow.benchmarks.clients;

import dev.houseflow.benchmarks.data.Dataset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The limit of decoding: the Native bytes in memory, turned into one array per column and block by
 * the shortest code that is correct for this very data (no checks, text in ASCII). No network, no
 * client.
 */
public final class BareDecode implements Reading {
    private final Dataset dataset;
    private final ByteBuffer bytes;
    private Object last;

    public BareDecode(Dataset dataset, byte[] body) {
        this.dataset = dataset;
        this.bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Whether one array for each column is what the data set's columns are: nested ones are more.
     */
    public static boolean knows(Dataset dataset) {
        return dataset.columns().stream().noneMatch(column -> switch (column.kind()) {
            case STRINGS, COUNTS, TUPLE, DOCUMENT -> true;
            default -> false;
        });
    }

    @Override
    public long readAll() {
        bytes.position(0);
        long total = 0;
        while (bytes.hasRemaining()) {
            int columns = varint();
            int rows = varint();
            Object[] block = new Object[columns];
            for (int i = 0; i < columns; i++) {
                string();
                block[i] = column(string(), rows);
            }
            // Kept until the next one comes, so that no array can be optimized away.
            last = block;
            total += rows;
        }
        if (total != dataset.rows()) {
            throw new IllegalStateException("The bare decoding found " + total + " rows in " + dataset.name());
        }
        return total;
    }

    @Override
    public String toString() {
        return "BareDecode(" + dataset.name() + ", " + (last == null ? "not run" : Arrays.toString((Object[]) last))
                + ")";
    }

    private Object column(String type, int rows) {
        switch (type) {
            case "UInt64", "Int64" -> {
                long[] values = new long[rows];
                bytes.asLongBuffer().get(values);
                skip(rows * 8);
                return values;
            }
            case "Float64" -> {
                double[] values = new double[rows];
                bytes.asDoubleBuffer().get(values);
                skip(rows * 8);
                return values;
            }
            case "Int32", "UInt32", "DateTime" -> {
                int[] values = new int[rows];
                bytes.asIntBuffer().get(values);
                skip(rows * 4);
                return values;
            }
            case "UInt16" -> {
                short[] values = new short[rows];
                bytes.asShortBuffer().get(values);
                skip(rows * 2);
                return values;
            }
            case "Float32" -> {
                float[] values = new float[rows];
                bytes.asFloatBuffer().get(values);
                skip(rows * 4);
                return values;
            }
            case "UInt8", "Bool" -> {
                byte[] values = new byte[rows];
                bytes.get(values);
                return values;
            }
            case "String" -> {
                String[] values = new String[rows];
                for (int i = 0; i < rows; i++) {
                    values[i] = string();
                }
                return values;
            }
            default -> {
                return composed(type, rows);
            }
        }
    }

    private Object composed(String type, int rows) {
        if (type.startsWith("Nullable(")) {
            byte[] nulls = new byte[rows];
            bytes.get(nulls);
            return new Object[] {nulls, column(type.substring("Nullable(".length(), type.length() - 1), rows)};
        }
        if (type.startsWith("DateTime64(")) {
            return column("Int64", rows);
        }
        if (type.startsWith("DateTime(")) {
            return column("DateTime", rows);
        }
        if (type.startsWith("Enum8(")) {
            return column("UInt8", rows);
        }
        if (type.equals("LowCardinality(String)")) {
            return lowCardinality();
        }
        throw new IllegalStateException("The bare decoding does not know " + type);
    }

    /**
     * One dictionary for each block, and one key for each row; the lowest byte of the flags says
     * how wide a key is.
     */
    private Object lowCardinality() {
        bytes.getLong();
        int width = 1 << (int) (bytes.getLong() & 0xff);
        Object dictionary = column("String", (int) bytes.getLong());
        int rows = (int) bytes.getLong();
        return new Object[] {dictionary, column(width == 1 ? "UInt8" : width == 2 ? "UInt16" : "UInt32", rows)};
    }

    private void skip(int count) {
        bytes.position(bytes.position() + count);
    }

    private String string() {
        int length = varint();
        int at = bytes.position();
        bytes.position(at + length);
        return new String(bytes.array(), at, length, StandardCharsets.ISO_8859_1);
    }

    private int varint() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = bytes.get();
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
