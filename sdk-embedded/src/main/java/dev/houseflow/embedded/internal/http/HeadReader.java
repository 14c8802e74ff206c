package dev.houseflow.embedded.internal.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads request heads, within the limits that a ClickHouse server sets by default. */
public final class HeadReader {
    /** http_max_uri_size. */
    public static final int MAX_URI = 1024 * 1024;

    private static final String SCHEME = "http://";
    private static final int MAX_METHOD = 32;
    private static final int MAX_VERSION = 8;
    private static final int MAX_LINE = 4096 + 128 * 1024;
    private static final int MAX_HEADERS = 10 * 1024 * 1024;
    private static final int MAX_FIELDS = 1000;

    private final SocketInput in;

    public HeadReader(SocketInput in) {
        this.in = in;
    }

    /**
     * The next head, or {@code null} when the client closed the connection instead of sending one.
     */
    public RequestHead read() throws IOException, BadRequestException {
        String line = readLine(MAX_METHOD + MAX_URI + MAX_VERSION + 2, 400, "HTTP request URI invalid or too long");
        while (line != null && line.isEmpty()) {
            line = readLine(MAX_METHOD + MAX_URI + MAX_VERSION + 2, 400, "HTTP request URI invalid or too long");
        }
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" +");
        if (parts.length != 3 || parts[0].length() > MAX_METHOD || !parts[2].startsWith("HTTP/")) {
            throw new BadRequestException(400, "This is not an HTTP/1.1 request line");
        }
        if (parts[1].length() > MAX_URI) {
            throw new BadRequestException(400, "HTTP request URI invalid or too long");
        }
        int minor =
                switch (parts[2]) {
                    case "HTTP/1.0" -> 0;
                    case "HTTP/1.1" -> 1;
                    default ->
                        throw new BadRequestException(505, "This server speaks HTTP/1.0 and HTTP/1.1, not " + parts[2]);
                };
        List<RequestHead.Field> fields = readFields();
        String authority = authorityOf(parts[1]);
        if (authority != null) {
            // The host of an absolute target is what counts, whatever the header says.
            fields.removeIf(field -> field.name().equals("host"));
            fields.add(new RequestHead.Field("host", authority));
        }
        return new RequestHead(parts[0], targetOf(parts[1]), minor, fields);
    }

    private List<RequestHead.Field> readFields() throws IOException, BadRequestException {
        List<RequestHead.Field> fields = new ArrayList<>();
        int total = 0;
        while (true) {
            String line = readLine(MAX_LINE, 431, "A header line of the request is too long");
            if (line == null) {
                throw new IOException("The connection ended within the request headers");
            }
            if (line.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                throw new BadRequestException(400, "A header line of the request has no name");
            }
            total += line.length();
            if (total > MAX_HEADERS || fields.size() >= MAX_FIELDS) {
                throw new BadRequestException(431, "The request has too many headers");
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            fields.add(new RequestHead.Field(name, line.substring(colon + 1).strip()));
        }
    }

    /** Clients behind a proxy may send the absolute form, {@code http://host/path}. */
    private static String targetOf(String target) {
        String authority = authorityOf(target);
        if (authority == null) {
            return target;
        }
        String rest = target.substring(SCHEME.length() + authority.length());
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static String authorityOf(String target) {
        if (!target.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        int end = SCHEME.length();
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return target.substring(SCHEME.length(), end);
    }

    private String readLine(int max, int status, String tooLong) throws IOException, BadRequestException {
        byte[] line = new byte[256];
        int length = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                if (length == 0) {
                    return null;
                }
                throw new IOException("The connection ended within the request head");
            }
            if (next == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, end, StandardCharsets.ISO_8859_1);
            }
            if (length == max) {
                throw new BadRequestException(status, tooLong);
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(max, length * 2));
            }
            line[length++] = (byte) next;
        }
    }
}
