package dev.houseflow.javaapi;

import dev.houseflow.ConfigurationException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * Makes the {@link SSLContext} for https endpoints out of PEM files, as {@code openssl} and
 * certificate authorities write them. Clients that are given the same context can share
 * connections.
 */
public final class PemSslContext {
    private PemSslContext() {}

    /** Starts a context that trusts whom the platform trusts, and has no certificate of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects certificates and keys. Files are read at once. Not thread-safe. */
    public static final class Builder {
        private final dev.houseflow.coroutines.PemSslContext.Builder files =
                dev.houseflow.coroutines.PemSslContext.builder();

        private Builder() {}

        /**
         * Trusts the certificates in {@code file}, authorities or a server's own, and no longer
         * those that the platform trusts. May be called several times.
         *
         * @throws ConfigurationException when there is no certificate in it
         */
        public Builder trust(Path file) {
            files.trust(file);
            return this;
        }

        /** Trusts the certificates in {@code pem}, as {@link #trust(Path)} does. */
        public Builder trust(byte[] pem) {
            files.trust(pem);
            return this;
        }

        /**
         * Shows the certificate in {@code certificate}, with its chain if there is more than one,
         * to servers that ask for it. {@code key} is its key, RSA or EC, in PKCS#8, PKCS#1 or SEC
         * 1, and not encrypted; it may be the same file.
         *
         * @throws ConfigurationException when they do not belong together
         */
        public Builder clientCertificate(Path certificate, Path key) {
            files.clientCertificate(certificate, key);
            return this;
        }

        /**
         * Shows the certificate in {@code certificatePem} with the key in {@code keyPem}, as {@link
         * #clientCertificate(Path, Path)} does.
         */
        public Builder clientCertificate(byte[] certificatePem, byte[] keyPem) {
            files.clientCertificate(certificatePem, keyPem);
            return this;
        }

        /** The context. */
        public SSLContext build() {
            return files.build();
        }
    }
}
