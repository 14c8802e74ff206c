package dev.houseflow.shell;

import dev.houseflow.Format;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The outputs of the shell. */
enum OutputFormat {
    /** Columns side by side. */
    TABLE(Format.TAB_SEPARATED_WITH_NAMES_AND_TYPES),
    /** A line for each value. */
    VERTICAL(Format.TAB_SEPARATED_WITH_NAMES_AND_TYPES),
    /** CSV with a line of names, as the server writes it. */
    CSV(Format.CSV_WITH_NAMES),
    /** One JSON object for each row on a line of its own, as the server writes it. */
    JSON(Format.JSON_EACH_ROW);

    private final Format asked;

    OutputFormat(Format asked) {
        this.asked = asked;
    }

    /** What the server is asked for. */
    Format asked() {
        return asked;
    }

    /** @throws IllegalArgumentException when there is none of that name, with what there is */
    static OutputFormat of(String name) {
        for (OutputFormat format : values()) {
            if (format.label().equals(name.toLowerCase(Locale.ROOT))) return format;
        }
        throw new IllegalArgumentException("There is no output '" + name + "'. Give one of "
                + Arrays.stream(values()).map(OutputFormat::label).collect(Collectors.joining(", "))
                + ", or write FORMAT and any format of ClickHouse at the end of the statement.");
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
