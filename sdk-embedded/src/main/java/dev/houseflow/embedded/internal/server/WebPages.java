package dev.houseflow.embedded.internal.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The pages of ClickHouse's web interface: a server carries them inside of its program, and the
 * engine's library does too. They are read out of its file when they are first asked for.
 */
public final class WebPages {
    /** No pages at all. */
    public static final WebPages NONE = new WebPages(null);

    /** What a page has in it, and nothing before it does; where it begins; and where it ends. */
    private record Source(String mark, String begin, String end, String contentType) {
        static Source html(String title) {
            return new Source("<title>" + title + "</title>", "<!doctype html>", "</html>\n", HTML);
        }

        static Source script(String begin) {
            return new Source(begin, begin, "\0", "application/javascript; charset=UTF-8");
        }
    }

    /** A page, ready to be sent. */
    record WebPage(String contentType, byte[] bytes) {}

    private static final String HTML = "text/html; charset=UTF-8";
    private static final Map<String, Source> SOURCES = Map.of(
            "/play", Source.html("ClickHouse Query"),
            "/dashboard", Source.html("ClickHouse Dashboard"),
            "/binary", Source.html("ClickHouse Binary Viewer"),
            "/merges", Source.html("ClickHouse Merges Visualizer"),
            "/js/uplot.js", Source.script("/*! https://github.com/leeoniya/uPlot"),
            "/js/lz-string.js", Source.script("var LZString=function"));

    /** Scripts that the pages would load from elsewhere; a server gives its own instead. */
    private static final Map<String, Pattern> OWN_SCRIPTS = Map.of(
            "/js/uplot.js", Pattern.compile("https://[^\\s\"'`]+u[Pp]lot[^\\s\"'`]*\\.js"),
            "/js/lz-string.js", Pattern.compile("https://[^\\s\"'`]+lz-string[^\\s\"'`]*\\.js"));

    private static final int LONGEST_HEAD = 4 * 1024;
    private static final int LONGEST_PAGE = 4 * 1024 * 1024;
    private static final int WINDOW = 16 * 1024 * 1024;

    private final Path library;
    private final Map<String, WebPage> read = new ConcurrentHashMap<>();

    /** @param library the engine's shared library */
    public WebPages(Path library) {
        this.library = library;
    }

    /** Whether a ClickHouse server has a page at this path. */
    static boolean isPage(String path) {
        return SOURCES.containsKey(path);
    }

    /** The page at {@code path}; {@code null} when the library does not have it. */
    WebPage page(String path) throws IOException {
        WebPage known = read.get(path);
        if (known == null && library != null) {
            known = find(SOURCES.get(path));
            if (known != null) {
                read.put(path, known);
            }
        }
        return known;
    }

    private WebPage find(Source source) throws IOException {
        try (FileChannel file = FileChannel.open(library)) {
            long mark = indexOf(file, source.mark());
            if (mark < 0) {
                return null;
            }
            long from = Math.max(0, mark - LONGEST_HEAD);
            byte[] around = new byte[(int) Math.min(LONGEST_PAGE, file.size() - from)];
            readFully(file, from, around);
            // One char a byte, so that positions in the text are positions in the file.
            String text = new String(around, StandardCharsets.ISO_8859_1);
            int markAt = (int) (mark - from);
            int begin = lastIgnoringCase(text, source.begin(), markAt);
            int end = text.indexOf(source.end(), markAt);
            if (begin < 0 || end < 0) {
                return null;
            }
            int after = source.end().equals("\0") ? end : end + source.end().length();
            String page = text.substring(begin, after);
            for (Map.Entry<String, Pattern> script : OWN_SCRIPTS.entrySet()) {
                page = script.getValue().matcher(page).replaceAll(script.getKey());
            }
            return new WebPage(source.contentType(), page.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static int lastIgnoringCase(String text, String part, int from) {
        for (int at = from; at >= 0; at--) {
            if (text.regionMatches(true, at, part, 0, part.length())) {
                return at;
            }
        }
        return -1;
    }

    private static long indexOf(FileChannel file, String mark) throws IOException {
        byte[] wanted = mark.getBytes(StandardCharsets.US_ASCII);
        byte[] window = new byte[WINDOW];
        long size = file.size();
        for (long at = 0; at < size; at += WINDOW - wanted.length) {
            int length = (int) Math.min(WINDOW, size - at);
            readFully(file, at, length == WINDOW ? window : (window = new byte[length]));
            int found = indexOf(window, wanted);
            if (found >= 0) {
                return at + found;
            }
        }
        return -1;
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            int same = 0;
            while (same < wanted.length && bytes[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    private static void readFully(FileChannel file, long from, byte[] target) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("The file of the engine's library became shorter.");
            }
        }
    }
}
