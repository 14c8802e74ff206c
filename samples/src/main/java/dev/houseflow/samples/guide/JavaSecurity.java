package dev.houseflow.samples.guide;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.PemSslContext;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** The Java of docs/authentication.md. */
public final class JavaSecurity {
    private JavaSecurity() {}

    static ClickHouseAsyncClient withPassword(String password) {
        // snippet: authentication-password-java
        return ClickHouseAsyncClient.builder("https://clickhouse.example.org:8443")
                .username("reports")
                .password(password)
                .build();
        // end
    }

    static ClickHouseAsyncClient withOwnAuthority(Path authority) {
        // snippet: authentication-trust-java
        SSLContext ssl = PemSslContext.builder().trust(authority).build();
        return ClickHouseAsyncClient.builder("https://clickhouse.internal:8443")
                .username("reports")
                .sslContext(ssl)
                .build();
        // end
    }

    static ClickHouseAsyncClient throughTunnel(String socks) {
        // snippet: authentication-tunnel-java
        return ClickHouseAsyncClient.builder("https://127.0.0.1:18443")
                .proxy(socks) // socks5://user:password@bastion.example.org:1080
                .tlsServerName("clickhouse.example.org")
                .tlsProtocols("TLSv1.3")
                .build();
        // end
    }

    static ClickHouseAsyncClient throughProxy(String endpoint) {
        // snippet: authentication-proxy-java
        return ClickHouseAsyncClient.builder(endpoint)
                .proxy("http://proxy.example.org:3128")
                .noProxy("localhost", ".internal", "10.0.0.0/8")
                .build();
        // end
    }

    static ClickHouseAsyncClient withCertificate(String endpoint, Path certificate, Path key) {
        // snippet: authentication-certificate-java
        SSLContext ssl =
                PemSslContext.builder().clientCertificate(certificate, key).build();
        return ClickHouseAsyncClient.builder(endpoint)
                .username("reports")
                .certificateAuth(true)
                .sslContext(ssl)
                .build();
        // end
    }
}
