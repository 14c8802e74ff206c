package dev.houseflow.spring;

import java.util.List;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the server of the default client is, and as whom it connects. A bean of this type takes the
 * place of {@code houseflow.endpoints}, {@code username}, {@code password}, {@code database} and
 * {@code ssl.bundle}: one is made for Testcontainers' ClickHouse, and for a bean of an embedded
 * server.
 */
public interface HouseflowConnectionDetails extends ConnectionDetails {
    /** The servers' URLs; not empty. */
    List<String> getEndpoints();

    /** The user's name; {@code null} for the server's default user. */
    default String getUsername() {
        return null;
    }

    /** The user's password; {@code null} for none. */
    default String getPassword() {
        return null;
    }

    /** The database of unqualified names; {@code null} for the user's own. */
    default String getDatabase() {
        return null;
    }

    /** Trust and keys for https endpoints; {@code null} for the JVM's own. */
    default SslBundle getSslBundle() {
        return null;
    }
}
