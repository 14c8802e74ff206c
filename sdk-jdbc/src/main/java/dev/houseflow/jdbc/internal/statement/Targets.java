package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.values.Plain;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.Temporal;
import java.util.UUID;

/** Values that a caller wants to be set as a type of JDBC's. */
final class Targets {
    private Targets() {}

    /** {@code value} as a {@code sqlType}; types that say nothing of it leave it as it is. */
    static Object as(Object value, int sqlType, int scale) throws SQLException {
        if (value == null) return null;
        try {
            switch (sqlType) {
                case Types.TINYINT:
                case Types.SMALLINT:
                case Types.INTEGER:
                    return decimal(value).intValueExact();
                case Types.BIGINT:
                    return decimal(value).longValueExact();
                case Types.DECIMAL:
                case Types.NUMERIC:
                    BigDecimal decimal = decimal(value);
                    return scale > decimal.scale() ? decimal.setScale(scale, RoundingMode.UNNECESSARY) : decimal;
                case Types.REAL:
                    return floating(value);
                case Types.FLOAT:
                case Types.DOUBLE:
                    return decimalOrFloat(value).doubleValue();
                case Types.BIT:
                case Types.BOOLEAN:
                    return value instanceof Boolean ? value : truth(value);
                case Types.CHAR:
                case Types.VARCHAR:
                case Types.LONGVARCHAR:
                case Types.NCHAR:
                case Types.NVARCHAR:
                case Types.LONGNVARCHAR:
                    return text(value);
                case Types.DATE:
                    return date(value);
                case Types.TIME:
                    return value instanceof String ? LocalTime.parse((String) value) : value;
                case Types.TIMESTAMP:
                    return value instanceof String ? LocalDateTime.parse(((String) value).replace(' ', 'T')) : value;
                default:
                    return value;
            }
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw SqlErrors.data(
                    "22018",
                    "A " + value.getClass().getSimpleName() + " is no value of the JDBC type " + sqlType + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal) return (BigDecimal) value;
        if (value instanceof Boolean) return (Boolean) value ? BigDecimal.ONE : BigDecimal.ZERO;
        return new BigDecimal(value.toString().trim());
    }

    private static Object floating(Object value) throws SQLException {
        Number number = decimalOrFloat(value);
        float near = number.floatValue();
        if (!Float.isInfinite(near) || Double.isInfinite(number.doubleValue())) return near;
        throw SqlErrors.data("22003", "The number " + value + " is larger than any float: set it as a double");
    }

    private static Number decimalOrFloat(Object value) {
        return value instanceof Number
                ? (Number) value
                : Double.valueOf(decimal(value).doubleValue());
    }

    private static Object truth(Object value) throws SQLException {
        String text = value.toString().trim();
        if (text.equals("1") || text.equalsIgnoreCase("true")) return true;
        if (text.equals("0") || text.equalsIgnoreCase("false")) return false;
        throw SqlErrors.data("22018", "'" + text + "' is neither true nor false; give a Boolean");
    }

    private static Object text(Object value) throws SQLException {
        Object plain = Plain.of(value);
        if (plain instanceof BigDecimal) return ((BigDecimal) plain).toPlainString();
        boolean hasText = plain instanceof Number
                || plain instanceof Boolean
                || plain instanceof UUID
                || plain instanceof LocalDate;
        return hasText || plain instanceof Character ? plain.toString() : plain;
    }

    private static Object date(Object value) throws SQLException {
        Object plain = Plain.of(value);
        if (plain instanceof String) return LocalDate.parse((String) plain);
        if (plain instanceof LocalDateTime) return ((LocalDateTime) plain).toLocalDate();
        if (plain instanceof Instant || !(plain instanceof Temporal)) return plain;
        return LocalDate.from((Temporal) plain);
    }
}
