package dev.houseflow.jdbc.internal.values;

import dev.houseflow.ClickHouseException;
import dev.houseflow.Column;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * The getters of numbers, truth and bytes, for values that are not NULL. Texts are read as what
 * they say.
 */
public final class Getters {
    private Getters() {}

    /** A whole number between {@code least} and {@code most}. */
    public static long whole(Column column, int row, ColumnInfo info, long least, long most, String target)
            throws SQLException {
        try {
            long value = info.isText() ? parsed(column, row, info).longValueExact() : column.getLong(row);
            if (value >= least && value <= most) return value;
            throw tooLarge(info, Long.toString(value), target);
        } catch (ArithmeticException e) {
            throw tooLarge(info, column.getString(row), target);
        } catch (ClickHouseException e) {
            throw SqlErrors.of(e);
        }
    }

    private static SQLException tooLarge(ColumnInfo info, String value, String target) {
        return SqlErrors.data(
                "22003",
                info + " holds " + value + ", which no " + target
                        + " says: read it with getLong, getBigDecimal or getObject");
    }

    private static BigDecimal parsed(Column column, int row, ColumnInfo info) throws SQLException {
        String text = column.getString(row).trim();
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw noNumber(info, text, e);
        }
    }

    private static SQLException noNumber(ColumnInfo info, String text, NumberFormatException e) {
        return SqlErrors.data(
                "22018", info + " holds '" + shortened(text) + "', which is no number: read it with getString", e);
    }

    static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** 0 and 1, true and false. */
    public static boolean bool(Column column, int row, ColumnInfo info) throws SQLException {
        try {
            if (!info.isText()) return column.getBoolean(row);
            String text = column.getString(row).trim();
            if (text.equals("1") || text.equalsIgnoreCase("true")) return true;
            if (text.equals("0") || text.equalsIgnoreCase("false")) return false;
            throw SqlErrors.data(
                    "22018",
                    info + " holds '" + shortened(text)
                            + "', which is neither true, false, 1 nor 0: read it with getString");
        } catch (ClickHouseException e) {
            throw SqlErrors.of(e);
        }
    }

    public static float floating(Column column, int row, ColumnInfo info) throws SQLException {
        try {
            if (!info.isText()) return column.getFloat(row);
            float value = Float.parseFloat(column.getString(row).trim());
            if (Float.isInfinite(value)) throw tooLarge(info, shortened(column.getString(row)), "float");
            return value;
        } catch (ClickHouseException e) {
            throw SqlErrors.of(e);
        } catch (NumberFormatException e) {
            throw noNumber(info, column.getString(row), e);
        }
    }

    public static double doubling(Column column, int row, ColumnInfo info) throws SQLException {
        try {
            if (!info.isText()) return column.getDouble(row);
            double value = Double.parseDouble(column.getString(row).trim());
            if (Double.isInfinite(value)) throw tooLarge(info, shortened(column.getString(row)), "double");
            return value;
        } catch (ClickHouseException e) {
            throw SqlErrors.of(e);
        } catch (NumberFormatException e) {
            throw noNumber(info, column.getString(row), e);
        }
    }

    /** Floats by their shortest text. */
    public static BigDecimal decimal(Column column, int row, ColumnInfo info) throws SQLException {
        if (info.isText()) return parsed(column, row, info);
        Object value = info.info().javaClass() == Float.class || info.info().javaClass() == Double.class
                ? column.get(row)
                : null;
        if (value == null) return column.getBigDecimal(row);
        double number = ((Number) value).doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw SqlErrors.data(
                    "22003", info + " holds " + value + ", which no BigDecimal says: read it with getDouble");
        }
        return new BigDecimal(value.toString());
    }

    static BigInteger bigInteger(Column column, int row, ColumnInfo info) throws SQLException {
        try {
            return info.isText() ? parsed(column, row, info).toBigIntegerExact() : column.getBigInteger(row);
        } catch (ArithmeticException e) {
            throw tooLarge(info, column.getString(row), "BigInteger");
        }
    }

    /** The bytes of texts and addresses; of anything else its text's. */
    public static byte[] bytes(Column column, int row, ColumnInfo info) throws SQLException {
        switch (info.info().kind()) {
            case TEXT:
            case STATE:
                return column.getBytes(row);
            case OTHER:
                if (java.net.InetAddress.class.isAssignableFrom(info.info().javaClass())) return column.getBytes(row);
                return column.getString(row).getBytes(StandardCharsets.UTF_8);
            case JSON:
            case ENUM:
                return column.getString(row).getBytes(StandardCharsets.UTF_8);
            default:
                throw Conversions.noConversion(info, byte[].class);
        }
    }
}
