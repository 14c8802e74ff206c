package dev.houseflow.embedded.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a {@code multipart/form-data} body part by part, without holding a part in memory. */
public final class MultipartReader {
    /**
     * One part.
     *
     * @param file whether it has a file name, which makes it data instead of a field
     * @param content its bytes; to be read before the next part is asked for
     */
    public record Part(String name, boolean file, InputStream content) {}

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))");
    private static final int MAX_HEADER = 16 * 1024;

    private final InputStream source;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;
    private boolean first = true;
    private boolean ended;
    private Content current;

    private MultipartReader(InputStream source, String boundary) {
        this.source = source;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter has no line break before it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /** A reader of {@code source}, or {@code null} when the content type names no boundary. */
    public static MultipartReader of(String contentType, InputStream source) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            return null;
        }
        return new MultipartReader(source, matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }

    /**
     * The next part, or {@code null} behind the last one. What is left of the part before it is
     * skipped.
     */
    public Part next() throws IOException {
        if (ended) {
            return null;
        }
        if (first) {
            first = false;
            new Content().transferTo(OutputStream.nullOutputStream());
        } else {
            current.transferTo(OutputStream.nullOutputStream());
        }
        position += delimiter.length;
        if (next(2).equals("--")) {
            ended = true;
            return null;
        }
        String name = "";
        boolean file = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-disposition:", 0, 20)) {
                name = attribute(header, "name");
                file = attribute(header, "filename") != null;
            }
        }
        current = new Content();
        return new Part(name == null ? "" : name, file, current);
    }

    /** The next bytes as text: behind a delimiter, a line break or two dashes. */
    private String next(int length) throws IOException {
        while (limit - position < length) {
            fill();
        }
        position += length;
        return new String(buffer, position - length, length, StandardCharsets.ISO_8859_1);
    }

    private static String attribute(String header, String name) {
        Matcher matcher = Pattern.compile("(?i)[;\\s]" + name + "=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]*))")
                .matcher(header);
        if (!matcher.find()) {
            return null;
        }
        String raw = matcher.group(1) != null ? matcher.group(1).replaceAll("\\\\(.)", "$1") : matcher.group(2);
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (position == limit) {
                fill();
            }
            char next = (char) (buffer[position++] & 0xFF);
            if (next == '\n') {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return line.toString();
            }
            if (line.length() == MAX_HEADER) {
                throw new IOException("A header of the form is too long");
            }
            line.append(next);
        }
    }

    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        int count = source.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            throw new EOFException("The form of the request ends without its last boundary");
        }
        limit += count;
    }

    private int find() {
        for (int at = position; at <= limit - delimiter.length; at++) {
            if (buffer[at] == '\r'
                    && Arrays.equals(buffer, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
                return at;
            }
        }
        return -1;
    }

    /** The bytes up to the next delimiter. */
    private final class Content extends BlockInput {
        private boolean done;
        private int known = -1;

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (!done) {
                if (known < 0) {
                    known = find();
                }
                int safe = known >= 0 ? known : limit - delimiter.length + 1;
                if (safe > position) {
                    int count = Math.min(length, safe - position);
                    System.arraycopy(buffer, position, target, offset, count);
                    position += count;
                    return count;
                }
                if (known >= 0) {
                    done = true;
                } else {
                    fill();
                }
            }
            return -1;
        }
    }
}
