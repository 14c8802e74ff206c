package dev.houseflow.embedded.internal.server;

/** The media type of each output format. */
final class ContentTypes {
    static final String TEXT = "text/plain; charset=UTF-8";

    private ContentTypes() {}

    static String of(String format) {
        if (format.startsWith("TabSeparated")
                || format.startsWith("TSV")
                || format.startsWith("Raw")
                || format.equals("LineAsString")) {
            return "text/tab-separated-values; charset=UTF-8";
        }
        if (format.startsWith("CSV")) {
            return "text/csv; charset=UTF-8; header=" + (format.contains("WithNames") ? "present" : "absent");
        }
        if (format.endsWith("WithProgress") || format.equals("JSONObjectEachRow")) {
            return "application/json; charset=UTF-8";
        }
        if (format.startsWith("JSON") && format.contains("EachRow")
                || format.equals("JSONLines")
                || format.equals("NDJSON")) {
            return "application/x-ndjson; charset=UTF-8";
        }
        if (format.startsWith("JSON")) {
            return "application/json; charset=UTF-8";
        }
        return switch (format) {
            case "XML" -> "application/xml; charset=UTF-8";
            case "Prometheus" -> "text/plain; version=0.0.4; charset=UTF-8";
            case "Native",
                    "RowBinary",
                    "RowBinaryWithNames",
                    "RowBinaryWithNamesAndTypes",
                    "RowBinaryWithDefaults",
                    "Parquet",
                    "ORC",
                    "Arrow",
                    "ArrowStream",
                    "Avro",
                    "Protobuf",
                    "ProtobufSingle",
                    "ProtobufList",
                    "CapnProto",
                    "Npy",
                    "BSONEachRow",
                    "MsgPack" -> "application/octet-stream";
            default -> TEXT;
        };
    }
}
