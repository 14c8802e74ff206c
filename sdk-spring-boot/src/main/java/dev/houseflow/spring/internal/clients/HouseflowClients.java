package dev.houseflow.spring.internal.clients;

import dev.houseflow.CallListener;
import dev.houseflow.ConfigurationException;
import dev.houseflow.coroutines.ClickHouseClient;
import dev.houseflow.coroutines.ClickHouseClientKt;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.spring.ClickHouseAsyncClientCustomizer;
import dev.houseflow.spring.ClickHouseClientCustomizer;
import dev.houseflow.spring.ClientProperties;
import dev.houseflow.spring.HouseflowConnectionDetails;
import dev.houseflow.spring.HouseflowProperties;
import dev.houseflow.spring.SslProperties;
import java.util.List;
import java.util.regex.Pattern;
import kotlin.Unit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Makes the clients of an application. Each is Spring's to close. */
public final class HouseflowClients {
    /** The name of the client that has no name. */
    public static final String DEFAULT = "default";

    private static final SslProperties NO_SSL = new SslProperties();

    /** What may stand in a User-Agent. */
    private static final Pattern CLIENT_NAME = Pattern.compile("[\\x20-\\x7E&&[^()]]+");

    private final HouseflowProperties properties;
    private final HouseflowConnectionDetails details;
    private final ObjectProvider<SslBundles> bundles;
    private final String applicationName;
    private final List<CallListener> listeners;
    private final List<ClickHouseAsyncClientCustomizer> asyncCustomizers;
    private final List<ClickHouseClientCustomizer> customizers;

    /** @param applicationName what clients without a name call themselves; may be {@code null} */
    public HouseflowClients(
            HouseflowProperties properties,
            HouseflowConnectionDetails details,
            ObjectProvider<SslBundles> bundles,
            String applicationName,
            List<CallListener> listeners,
            List<ClickHouseAsyncClientCustomizer> asyncCustomizers,
            List<ClickHouseClientCustomizer> customizers) {
        this.properties = properties;
        this.details = details;
        this.bundles = bundles;
        this.applicationName = applicationName;
        this.listeners = listeners;
        this.asyncCustomizers = asyncCustomizers;
        this.customizers = customizers;
    }

    /** A new Java client of that name. */
    public ClickHouseAsyncClient async(String name) {
        ClientOptions options = options(name);
        ClickHouseAsyncClient.Builder builder = ClickHouseAsyncClient.builder(options.endpoints());
        options.apply(builder);
        listeners.forEach(builder::callListener);
        asyncCustomizers.forEach(customizer -> customizer.customize(name, builder));
        return builder.build();
    }

    /** A new Kotlin client of that name. */
    public ClickHouseClient coroutine(String name) {
        ClientOptions options = options(name);
        return ClickHouseClientKt.ClickHouseClient(options.endpoints(), config -> {
            options.apply(config);
            listeners.forEach(config::callListener);
            customizers.forEach(customizer -> customizer.customize(name, config));
            return Unit.INSTANCE;
        });
    }

    private ClientOptions options(String name) {
        if (name.equals(DEFAULT)) {
            return new ClientOptions(
                    details.getEndpoints(),
                    details.getUsername(),
                    details.getPassword(),
                    details.getDatabase(),
                    TlsSettings.of(details.getSslBundle(), properties.getSsl(), NO_SSL),
                    clientName(properties),
                    properties);
        }
        ClientProperties own = properties.getClients().get(name);
        SslBundle ssl = bundle(own, "houseflow.clients." + name);
        if (!own.getEndpoints().isEmpty()) {
            return new ClientOptions(
                    own.getEndpoints(),
                    own.getUsername(),
                    own.getPassword(),
                    own.getDatabase(),
                    TlsSettings.of(ssl, own.getSsl(), NO_SSL),
                    clientName(own),
                    own);
        }
        boolean sameUser = own.getUsername() == null;
        return new ClientOptions(
                details.getEndpoints(),
                sameUser ? details.getUsername() : own.getUsername(),
                sameUser && own.getPassword() == null ? details.getPassword() : own.getPassword(),
                own.getDatabase() == null ? details.getDatabase() : own.getDatabase(),
                TlsSettings.of(ssl == null ? details.getSslBundle() : ssl, own.getSsl(), properties.getSsl()),
                clientName(own),
                own);
    }

    private String clientName(ClientProperties of) {
        if (of.getClientName() != null) return of.getClientName();
        return applicationName != null && CLIENT_NAME.matcher(applicationName).matches() ? applicationName : null;
    }

    private SslBundle bundle(ClientProperties of, String prefix) {
        return bundle(of.getSsl().getBundle(), prefix, bundles);
    }

    /**
     * The SSL bundle of that name.
     *
     * @param name {@code null} for none
     * @param prefix of the properties that name it, for the error
     */
    public static SslBundle bundle(String name, String prefix, ObjectProvider<SslBundles> bundles) {
        if (name == null) return null;
        SslBundles all = bundles.getIfAvailable();
        if (all == null) {
            throw new ConfigurationException(prefix + ".ssl.bundle is " + name
                    + ", and the application has no SslBundles. Let Spring Boot's SslAutoConfiguration make them.");
        }
        return all.getBundle(name);
    }
}
