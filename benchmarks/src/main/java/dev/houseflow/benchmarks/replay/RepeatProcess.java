package dev.houseflow.benchmarks.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A {@link RepeatServer} in a JVM of its own, with a certificate made for it. It ends with
 * {@link #close()} or with this JVM.
 */
public final class RepeatProcess implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("houseflow-benchmarks-tls");
    private final TrustManager[] trust;
    private final Process process;
    private final String plain;
    private final String tls;

    public RepeatProcess() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(List.of(
                        program("keytool"),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=replay",
                        "-validity",
                        "2",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        keys.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        RepeatServer.PASSWORD))
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no certificate");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, RepeatServer.PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        trust = factory.getTrustManagers();
        process = new ProcessBuilder(List.of(
                        program("java"),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RepeatServer.class.getName(),
                        keys.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String ports = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        if (ports == null) {
            throw new IOException("The server did not start; its own words stand above");
        }
        plain = "http://127.0.0.1:" + ports.split(" ")[0];
        tls = "https://127.0.0.1:" + ports.split(" ")[1];
    }

    public static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    public String plain() {
        return plain;
    }

    public String tls() {
        return tls;
    }

    /** Trusts the server's certificate and no other. */
    public SSLContext context() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        return context;
    }

    public X509TrustManager trust() {
        return (X509TrustManager) trust[0];
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
