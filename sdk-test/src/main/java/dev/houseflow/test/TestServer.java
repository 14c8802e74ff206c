package dev.houseflow.test;

import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A ClickHouse server that tests use: the JVM's embedded engine, another embedded one, a container
 * ({@link ContainerServers}) or any server by its URL. It belongs to whoever started it; nothing
 * here ends it. Thread-safe.
 */
public final class TestServer {
    /** The engine of the JVM, started by its first use. It ends with the JVM. */
    private static final class OfTheJvm {
        static final TestServer SERVER = of(EmbeddedClickHouse.start());
    }

    /** Where a server is, and as whom tests use it. */
    record Address(String endpoint, String username, String password, EmbeddedClickHouse embedded) {
        Address {
            Objects.requireNonNull(endpoint, "endpoint");
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }
    }

    private final Supplier<Address> start;
    private volatile Address address;

    private TestServer(Supplier<Address> start) {
        this.start = start;
    }

    /**
     * The one embedded engine of this JVM, which all tests share. The first call starts it; it ends
     * with the JVM.
     *
     * @throws dev.houseflow.embedded.EmbeddedClickHouseException when it does not start
     */
    public static TestServer embedded() {
        return OfTheJvm.SERVER;
    }

    /**
     * An embedded server of the caller's, with the user {@code default} without a password, as
     * {@link EmbeddedClickHouse#start()} makes it.
     */
    public static TestServer of(EmbeddedClickHouse server) {
        return of(server, "default", "");
    }

    /** An embedded server of the caller's, used as one of its users. */
    public static TestServer of(EmbeddedClickHouse server, String username, String password) {
        return lazy(() -> new Address(server.endpoint(), username, password, server));
    }

    /**
     * Any server. The user has to have the right to create and drop databases.
     *
     * @param endpoint its URL, e.g. {@code http://localhost:8123}
     * @param username the user's name
     * @param password the user's password; empty for none
     */
    public static TestServer at(String endpoint, String username, String password) {
        Address address = new Address(endpoint, username, password, null);
        return lazy(() -> address);
    }

    /** A server that {@code start} starts, or finds, when it is first needed. */
    static TestServer lazy(Supplier<Address> start) {
        return new TestServer(start);
    }

    private Address address() {
        Address known = address;
        if (known == null) {
            synchronized (this) {
                known = address;
                if (known == null) {
                    known = start.get();
                    address = known;
                }
            }
        }
        return known;
    }

    /** Where clients connect to, e.g. {@code http://127.0.0.1:40123}. */
    public String endpoint() {
        return address().endpoint();
    }

    /** As whom tests connect. */
    public String username() {
        return address().username();
    }

    /** The password of {@link #username()}; empty for none. */
    public String password() {
        return address().password();
    }

    /** The embedded server behind this, where it is one. Do not close the one of {@link #embedded()}. */
    public Optional<EmbeddedClickHouse> embeddedServer() {
        return Optional.ofNullable(address().embedded());
    }

    /**
     * Creates a database with a name of its own, empty. The caller closes it, which drops it.
     *
     * @throws dev.houseflow.ClickHouseException when the server cannot be reached or refuses
     */
    public TestDatabase freshDatabase() {
        return TestDatabase.create(this);
    }

    /** A client builder with this server's endpoint and user, and no database. */
    ClickHouseAsyncClient.Builder client() {
        return ClickHouseAsyncClient.builder(endpoint()).username(username()).password(password());
    }

    /** Without the password. */
    @Override
    public String toString() {
        Address known = address;
        return "TestServer(" + (known == null ? "not started" : known.username() + " at " + known.endpoint()) + ")";
    }
}
