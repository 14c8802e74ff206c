package dev.houseflow.test;

import dev.houseflow.coroutines.ClickHouseClient;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What stands behind {@link HouseflowTest}. Registered by hand it takes another server:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final HouseflowExtension CLICK_HOUSE = HouseflowExtension.on(ContainerServers.of(CONTAINER));
 * }</pre>
 */
public final class HouseflowExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Set<Class<?>> OF_THE_SERVER = Set.of(TestServer.class, EmbeddedClickHouse.class);
    private static final Set<Class<?>> OF_THE_TEST =
            Set.of(TestDatabase.class, ClickHouseAsyncClient.class, ClickHouseClient.class);
    private static final String DATABASE = "database";

    private final TestServer given;
    private final List<String> statements;

    /** On the embedded engine of the JVM, as {@link HouseflowTest} makes it. */
    public HouseflowExtension() {
        this(null, List.of());
    }

    private HouseflowExtension(TestServer given, List<String> statements) {
        this.given = given;
        this.statements = statements;
    }

    /**
     * An extension on {@code server}, which stays its owner's. To be registered with
     * {@code @RegisterExtension}, in place of {@code @HouseflowTest}.
     *
     * @param statements what runs in each fresh database before the test
     */
    public static HouseflowExtension on(TestServer server, String... statements) {
        return new HouseflowExtension(Objects.requireNonNull(server, "server"), List.of(statements));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Deque<String> all = new ArrayDeque<>();
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            HouseflowTest test = type.getAnnotation(HouseflowTest.class);
            if (test == null) continue;
            String[] own = test.statements();
            for (int i = own.length - 1; i >= 0; i--) all.addFirst(own[i]);
        }
        statements.forEach(all::addLast);
        if (!all.isEmpty()) database(context).execute(all.toArray(String[]::new));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestDatabase database = store(context).remove(DATABASE, TestDatabase.class);
        if (database != null) database.close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return OF_THE_SERVER.contains(type) || OF_THE_TEST.contains(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == TestServer.class) return server();
        if (type == EmbeddedClickHouse.class) {
            return server().embeddedServer()
                    .orElseThrow(() -> new ParameterResolutionException(
                            server() + " is no embedded server; ask for a TestServer instead"));
        }
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("A " + type.getSimpleName() + " is in the database of one test, and "
                    + "here is none yet. Make it a parameter of the test or of a @BeforeEach method.");
        }
        TestDatabase database = database(context);
        if (type == ClickHouseAsyncClient.class) return database.client();
        return type == ClickHouseClient.class ? database.kotlinClient() : database;
    }

    private TestServer server() {
        return given == null ? TestServer.embedded() : given;
    }

    private TestDatabase database(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(DATABASE, key -> server().freshDatabase(), TestDatabase.class);
    }

    /** Of the extension itself as well, for a class may have two, on two servers. */
    private ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(
                ExtensionContext.Namespace.create(HouseflowExtension.class, this, context.getUniqueId()));
    }
}
