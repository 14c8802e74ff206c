package dev.houseflow.jdbc.internal.url;

import dev.houseflow.javaapi.PemSslContext;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.nio.file.Paths;
import java.sql.SQLException;
import javax.net.ssl.SSLContext;

/** TLS out of PEM files. */
final class PemFiles {
    private PemFiles() {}

    /** The context of the files that {@code options} name; null where they name none. */
    static SSLContext context(Options options) throws SQLException {
        String trusted = options.text(Property.SSL_ROOT_CERT);
        String certificate = options.text(Property.SSL_CERT);
        String key = options.text(Property.SSL_KEY);
        if (trusted == null && certificate == null && key == null) return null;
        if ((certificate == null) != (key == null)) {
            throw SqlErrors.configuration(
                    "sslCert and sslKey belong together; give both, they may be the same file", null);
        }
        PemSslContext.Builder builder = PemSslContext.builder();
        if (trusted != null) builder.trust(Paths.get(trusted));
        if (certificate != null) builder.clientCertificate(Paths.get(certificate), Paths.get(key));
        return builder.build();
    }
}
