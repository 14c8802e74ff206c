package dev.houseflow.test.internal;

import dev.houseflow.ConfigurationException;
import dev.houseflow.Format;
import dev.houseflow.InsertRequest;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Files and resources with rows: their formats, and how they are inserted. */
public final class Fixtures {
    private static final Map<String, Format> BY_ENDING = new LinkedHashMap<>();
    private static final Map<String, String> CODINGS =
            Map.of("gz", "gzip", "zst", "zstd", "lz4", "lz4", "br", "br", "xz", "xz", "bz2", "bz2");

    static {
        BY_ENDING.put("csv", Format.CSV_WITH_NAMES);
        BY_ENDING.put("tsv", Format.TAB_SEPARATED_WITH_NAMES);
        BY_ENDING.put("jsonl", Format.JSON_EACH_ROW);
        BY_ENDING.put("ndjson", Format.JSON_EACH_ROW);
        BY_ENDING.put("parquet", Format.PARQUET);
        BY_ENDING.put("arrow", Format.ARROW);
        BY_ENDING.put("orc", Format.ORC);
        BY_ENDING.put("avro", Format.AVRO);
        BY_ENDING.put("native", Format.NATIVE);
    }

    private Fixtures() {}

    /** An insert of a file, whose name tells the client how it is packed. */
    public static InsertRequest ofFile(String table) {
        return request(table).build();
    }

    /** An insert of a resource of that name, packed or not. */
    public static InsertRequest ofResource(String table, String name) {
        InsertRequest.Builder request = request(table);
        String coding = CODINGS.get(ending(name));
        return coding == null
                ? request.build()
                : request.contentEncoding(coding).build();
    }

    /** An insert that refuses columns which the table does not have: servers drop them by default. */
    private static InsertRequest.Builder request(String table) {
        return InsertRequest.builder(table).setting("input_format_skip_unknown_fields", 0);
    }

    /** The format of a file or resource of that name, packed or not. */
    public static Format format(String name) {
        String ending = ending(name);
        if (CODINGS.containsKey(ending)) ending = ending(name.substring(0, name.lastIndexOf('.')));
        Format format = BY_ENDING.get(ending);
        if (format == null) {
            throw new ConfigurationException("The name " + name + " says no format. Name the file after one of ."
                    + String.join(", .", BY_ENDING.keySet())
                    + ", or insert it with rawInsert of the client and a format.");
        }
        return format;
    }

    private static String ending(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** The bytes of a resource; the caller closes them. */
    public static InputStream open(Class<?> neighbour, String resource) {
        InputStream bytes = neighbour.getResourceAsStream(resource);
        if (bytes == null) {
            throw new ConfigurationException("There is no resource " + resource + " beside " + neighbour.getName()
                    + ". A name that begins with a slash starts at the root of the class path.");
        }
        return bytes;
    }
}
