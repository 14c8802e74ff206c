package dev.houseflow.spring.internal.clients;

import dev.houseflow.spring.SslProperties;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.springframework.boot.ssl.SslBundle;

/**
 * How a client speaks TLS.
 *
 * @param context trust and keys; {@code null} for the JVM's own
 * @param serverName {@code null} for the host of each endpoint
 * @param protocols none for those of the context
 * @param cipherSuites none for those of the context
 */
record TlsSettings(SSLContext context, String serverName, List<String> protocols, List<String> cipherSuites) {
    /**
     * What {@code properties} say, and {@code others} where these do not, and the bundle where
     * neither does.
     *
     * @param bundle may be {@code null}
     */
    static TlsSettings of(SslBundle bundle, SslProperties properties, SslProperties others) {
        return new TlsSettings(
                bundle == null ? null : bundle.createSslContext(),
                properties.getServerName() == null ? others.getServerName() : properties.getServerName(),
                first(
                        properties.getProtocols(),
                        others.getProtocols(),
                        bundle == null ? null : bundle.getOptions().getEnabledProtocols()),
                first(
                        properties.getCipherSuites(),
                        others.getCipherSuites(),
                        bundle == null ? null : bundle.getOptions().getCiphers()));
    }

    private static List<String> first(List<String> own, List<String> others, String[] ofBundle) {
        if (!own.isEmpty()) return own;
        if (!others.isEmpty()) return others;
        return ofBundle == null ? List.of() : List.of(ofBundle);
    }
}
