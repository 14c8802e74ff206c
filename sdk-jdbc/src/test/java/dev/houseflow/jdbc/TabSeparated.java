package dev.houseflow.jdbc;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads what a server writes as TabSeparated. */
final class TabSeparated {
    private TabSeparated() {}

    /** The values of each row as they stand there; null for NULL. */
    static List<List<byte[]>> read(byte[] text) {
        List<List<byte[]>> rows = new ArrayList<>();
        List<byte[]> row = new ArrayList<>();
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        boolean isNull = false;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (b == '\t' || b == '\n') {
                row.add(isNull ? null : value.toByteArray());
                value.reset();
                isNull = false;
                if (b == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                isNull = b == 'N' && value.size() == 1 && text[i - 1] == '\\';
                value.write(b);
            }
        }
        return rows;
    }

    /** What {@code value} says. */
    static byte[] unescaped(byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < value.length; i++) out.write(value[i] == '\\' ? unescaped(value[++i]) : value[i]);
        return out.toByteArray();
    }

    private static int unescaped(byte escape) {
        int at = "tnrbf0".indexOf(escape);
        return at < 0 ? escape : "\t\n\r\b\f\0".charAt(at);
    }
}
