package dev.houseflow.embedded.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The request line and the header lines.
 *
 * @param target the request target as it was sent, one char per byte
 * @param minorVersion 0 or 1, of HTTP/1.x
 * @param fields the header fields in order, values as they were sent, one char per byte
 */
public record RequestHead(String method, String target, int minorVersion, List<Field> fields) {

    /** One header line; the name is in lower case. */
    public record Field(String name, String value) {}

    /** The path of the target, without the query string. */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The query string, without the question mark; empty when there is none. */
    public String queryString() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    /** The first value of a header as UTF-8 text, or an empty text. */
    public String header(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return new String(field.value().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** All values of a header, one for each of its lines. */
    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    public boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }

    /** The members of a comma-separated header, over all its lines, in lower case. */
    public List<String> tokens(String name) {
        List<String> tokens = new ArrayList<>();
        for (Field field : fields) {
            if (field.name().equals(name)) {
                for (String token : field.value().split(",")) {
                    if (!token.isBlank()) {
                        tokens.add(token.strip().toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return tokens;
    }

    public boolean wantsKeepAlive() {
        return minorVersion >= 1 && !tokens("connection").contains("close");
    }

    public boolean expectsContinue() {
        return minorVersion >= 1 && tokens("expect").contains("100-continue");
    }

    public boolean isChunked() {
        return tokens("transfer-encoding").contains("chunked");
    }

    /** The length of the body as the client declared it, or -1 when it did not. */
    public long contentLength() throws BadRequestException {
        long length = -1;
        for (String text : tokens("content-length")) {
            if (!text.matches("[0-9]{1,18}")) {
                throw new BadRequestException(400, "The header Content-Length is not a number");
            }
            long value = Long.parseLong(text);
            if (length >= 0 && length != value) {
                throw new BadRequestException(400, "The request has two headers Content-Length that differ");
            }
            length = value;
        }
        return length;
    }
}
