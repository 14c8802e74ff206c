package dev.houseflow.embedded.internal.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a query string, in order, each percent-decoded once into bytes. */
public final class UrlParameters {
    /** One parameter. The value may hold any bytes: a query parameter can be binary. */
    public record Parameter(String name, byte[] value) {
        public String text() {
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    private final List<Parameter> all = new ArrayList<>();

    private UrlParameters() {}

    /** @param queryString as it was sent, one char per byte */
    public static UrlParameters parse(String queryString) {
        UrlParameters parameters = new UrlParameters();
        for (String pair : queryString.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            byte[] name = decode(equals < 0 ? pair : pair.substring(0, equals));
            byte[] value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            parameters.all.add(new Parameter(new String(name, StandardCharsets.UTF_8), value));
        }
        return parameters;
    }

    public List<Parameter> all() {
        return all;
    }

    public boolean has(String name) {
        return all.stream().anyMatch(p -> p.name().equals(name));
    }

    /** The first value under {@code name} as text, or an empty text. */
    public String text(String name) {
        return all.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .map(Parameter::text)
                .orElse("");
    }

    public List<String> texts(String name) {
        return all.stream()
                .filter(p -> p.name().equals(name))
                .map(Parameter::text)
                .toList();
    }

    private static byte[] decode(String encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '+') {
                out.write(' ');
            } else if (c == '%' && hex(encoded, i + 1) >= 0 && hex(encoded, i + 2) >= 0) {
                out.write(hex(encoded, i + 1) << 4 | hex(encoded, i + 2));
                i += 2;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static int hex(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }
}
