package dev.houseflow.embedded.internal.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.houseflow.embedded.internal.FileTrees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** An npm registry on the loopback interface, over a folder of packages that hold a {@code libchdb.so}. */
final class NpmRegistry implements AutoCloseable {
    private final Path folder;
    private final HttpServer server;
    private boolean corrupt;

    NpmRegistry(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    Path folder() {
        return folder;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Puts a package there; its description asks for a machine, as the real ones do. */
    void add(String name, byte[] library) throws IOException {
        Path content = Files.createDirectories(folder.resolve(name).resolve("package"));
        Files.writeString(content.resolve("package.json"), description(name, ""));
        Files.write(content.resolve("libchdb.so"), library);
    }

    void clear() throws IOException {
        FileTrees.delete(folder);
    }

    /** From now on archives are not what the descriptions say. */
    void corrupt() {
        corrupt = true;
    }

    private static String description(String name, String more) {
        String[] parts = name.replace("@chdb/lib-", "").split("-");
        return "{\"name\":\"" + name + "\",\"version\":\"" + EngineLibrary.VERSION + "\",\"os\":[\"" + parts[0]
                + "\"],\"cpu\":[\"" + parts[1] + "\"]" + more + "}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        boolean archive = name.endsWith(".tgz");
        if (archive) name = name.substring(0, name.length() - 4);
        try (exchange) {
            if (!Files.isDirectory(folder.resolve(name))) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] packed = pack(folder.resolve(name));
            byte[] body = archive ? packed : metadata(name, packed).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String metadata(String name, byte[] packed) {
        String checksum = sha512(corrupt ? Arrays.copyOf(packed, packed.length + 1) : packed);
        String dist = ",\"dist\":{\"integrity\":\"sha512-" + checksum + "\",\"tarball\":\"" + url() + name + ".tgz\"}";
        return "{\"name\":\"" + name + "\",\"dist-tags\":{\"latest\":\"" + EngineLibrary.VERSION
                + "\"},\"versions\":{\"" + EngineLibrary.VERSION + "\":" + description(name, dist) + "}}";
    }

    private static byte[] pack(Path content) throws IOException, InterruptedException {
        Path archive = content.resolve("archive.tgz");
        if (!Files.exists(archive)) {
            Process tar = new ProcessBuilder("tar", "-czf", archive.toString(), "-C", content.toString(), "package")
                    .inheritIO()
                    .start();
            if (tar.waitFor() != 0) throw new IOException("tar failed");
        }
        return Files.readAllBytes(archive);
    }

    private static String sha512(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
