package dev.houseflow.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The plainest client there is. */
final class Http {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Http() {}

    /** Posts a query as {@code default}. */
    static HttpResponse<String> post(EmbeddedClickHouse server, String sql) throws IOException, InterruptedException {
        return postTo(server, "/", sql);
    }

    /** Posts a query as {@code default} to a path of its own. */
    static HttpResponse<String> postTo(EmbeddedClickHouse server, String target, String sql)
            throws IOException, InterruptedException {
        return CLIENT.send(request(server, target, sql).build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> post(EmbeddedClickHouse server, String user, String password, String sql)
            throws IOException, InterruptedException {
        HttpRequest request = request(server, "/", sql)
                .header("X-ClickHouse-User", user)
                .header("X-ClickHouse-Key", password)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a file of a form, as an external table; the answer's text. */
    static String form(EmbeddedClickHouse server, String target, String table, String data)
            throws IOException, InterruptedException {
        String body = "--xx\r\nContent-Disposition: form-data; name=\"" + table + "\"; filename=\"f\"\r\n\r\n" + data
                + "\r\n--xx--\r\n";
        HttpRequest request = request(server, target, body)
                .header("Content-Type", "multipart/form-data; boundary=xx")
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static HttpRequest.Builder request(EmbeddedClickHouse server, String target, String sql) {
        return HttpRequest.newBuilder(URI.create(server.endpoint() + target))
                .POST(HttpRequest.BodyPublishers.ofString(sql));
    }

    /** The answer to a query that must succeed, without the newline at its end. */
    static String answer(EmbeddedClickHouse server, String sql) throws IOException, InterruptedException {
        HttpResponse<String> response = post(server, sql);
        if (response.statusCode() != 200) throw new AssertionError(response.statusCode() + " " + response.body());
        return response.body().stripTrailing();
    }
}
