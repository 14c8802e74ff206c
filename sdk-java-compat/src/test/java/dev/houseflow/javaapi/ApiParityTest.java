package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.InserterOptions;
import dev.houseflow.coroutines.ClickHouseClient;
import dev.houseflow.coroutines.ClickHouseClientConfig;
import dev.houseflow.coroutines.QueryEndpoint;
import dev.houseflow.coroutines.QueryEndpointConfig;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kotlin.coroutines.Continuation;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.flow.Flow;
import kotlinx.serialization.KSerializer;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;

/**
 * What the Kotlin client can do, the Java client can, and the other way round. Both are reduced to names and parameters in Java's terms: a
 * serializer is a class, a flow is a publisher, a suspending function's continuation and a trailing {@code configure} lambda are nothing. What
 * gives a flow in Kotlin has two twins in Java, one to pull and one to publish.
 */
class ApiParityTest {
    /** Operations that the Java client lacks, each with the reason. */
    private static final Map<String, String> ONLY_KOTLIN = Map.of(
            "session(String, Duration, Function2)",
            "Java gets a view of the client instead: it has no receiver lambdas",
            "streamHandler(HandlerRequest, Function2)",
            "Java gets the answer to read and to close instead: a lambda cannot wait without a thread");

    /** Operations that the Kotlin client lacks, each with the reason. */
    private static final Map<String, String> ONLY_JAVA = new TreeMap<>(Map.ofEntries(
            Map.entry("builder(String)", "Kotlin has the function ClickHouseClient(endpoint) { }"),
            Map.entry("builder(String, int)", "Kotlin has the function ClickHouseClient(host, port) { }"),
            Map.entry(
                    "builder(String, int, boolean)",
                    "Kotlin has the function ClickHouseClient(host, port, secure) { }"),
            Map.entry("builder(List)", "Kotlin has the function ClickHouseClient(endpoints) { }"),
            Map.entry(
                    "session()",
                    "the view that Kotlin's session { } hands to its block, without the defaults Java lacks"),
            Map.entry("session(String, Duration)", "the view that Kotlin's session { } hands to its block"),
            Map.entry("streamHandler(HandlerRequest)", "what Kotlin's streamHandler hands to its block"),
            Map.entry("health()", "Java has no default arguments"),
            Map.entry("ping()", "Java has no default arguments"),
            Map.entry("warmUp(int)", "Java has no default arguments"),
            Map.entry("replicasStatus()", "Java has no default arguments"),
            Map.entry("tables()", "Java has no default arguments"),
            Map.entry("playUrl()", "Java has no default arguments"),
            Map.entry("rawQuery(String)", "Java has no default arguments"),
            Map.entry("rawResult(String)", "Java has no default arguments"),
            Map.entry("rawStream(String)", "Java has no default arguments"),
            Map.entry("publishRaw(String)", "Java has no default arguments"),
            Map.entry("rawQuery(QueryRequest, Format)", "Kotlin sets the format inside of the request's lambda"),
            Map.entry("rawResult(QueryRequest, Format)", "Kotlin sets the format inside of the request's lambda"),
            Map.entry("rawStream(QueryRequest, Format)", "Kotlin sets the format inside of the request's lambda"),
            Map.entry("publishRaw(QueryRequest, Format)", "Kotlin sets the format inside of the request's lambda"),
            Map.entry("download(QueryRequest, Format, Path)", "Kotlin sets the format inside of the request's lambda"),
            Map.entry(
                    "createTable(String, Class, Consumer)",
                    "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry(
                    "missingColumns(String, Class)",
                    "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry(
                    "alterTableFor(String, Class)",
                    "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry("inserter(InsertRequest, Class)", "Java gets a builder instead of a trailing lambda"),
            Map.entry("inserter(String, Class)", "Java gets a builder instead of a trailing lambda"),
            Map.entry("query(String, Class)", "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry(
                    "jsonRows(String, Class)", "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry(
                    "publishJsonRows(String, Class)",
                    "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry(
                    "jsonResult(String, Class)",
                    "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry("stream(String, Class)", "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry(
                    "publish(String, Class)", "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry(
                    "insert(String, Iterable, Class)",
                    "Kotlin's is an inline function, which has no signature for reflection"),
            Map.entry(
                    "insert(String, Publisher, Class)",
                    "Kotlin's is an inline function, which has no signature for reflection")));

    private static final Map<String, String> OPTIONS_ONLY_KOTLIN = Map.of("dispatcher", "Java says executor");

    private static final Map<String, String> OPTIONS_ONLY_JAVA =
            Map.of("executor", "Kotlin says dispatcher", "build", "Kotlin's function makes the client");

    @Test
    void D1_everyOperationOfTheKotlinClientHasItsTwins() {
        Set<String> missing = new TreeSet<>();
        for (List<String> twins : kotlin().values()) missing.addAll(twins);
        missing.removeAll(java());
        assertEquals(new TreeSet<>(ONLY_KOTLIN.keySet()), missing);
    }

    @Test
    void D1_everyOperationOfTheJavaClientHasItsTwin() {
        Set<String> surplus = new TreeSet<>(java());
        for (List<String> twins : kotlin().values()) surplus.removeAll(twins);
        assertEquals(new TreeSet<>(ONLY_JAVA.keySet()), surplus);
    }

    @Test
    void D1_bothClientsHaveTheSameOptions() {
        Set<String> kotlin = options(ClickHouseClientConfig.class, Set.of());
        Set<String> java = options(ClickHouseAsyncClient.Builder.class, Set.of());
        assertTrue(kotlin.contains("username") && kotlin.contains("setting"), kotlin.toString());
        Set<String> onlyKotlin = new TreeSet<>(kotlin);
        onlyKotlin.removeAll(java);
        assertEquals(new TreeSet<>(OPTIONS_ONLY_KOTLIN.keySet()), onlyKotlin);
        Set<String> onlyJava = new TreeSet<>(java);
        onlyJava.removeAll(kotlin);
        assertEquals(new TreeSet<>(OPTIONS_ONLY_JAVA.keySet()), onlyJava);
    }

    @Test
    void D1_queryEndpointsAreTheSameThroughBothDoors() {
        Set<String> kotlin = new TreeSet<>();
        for (Method method : declared(QueryEndpoint.class)) {
            String signature = signature(method);
            kotlin.add(signature);
            if (method.getReturnType() == Flow.class) kotlin.add(published(signature));
        }
        Set<String> java = declared(AsyncQueryEndpoint.class).stream()
                .filter(method -> !method.getName().equals("toString"))
                .map(ApiParityTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(kotlin.contains("upload(QueryEndpointRequest, Publisher)"), kotlin.toString());
        // JSON is read by serializers, which Java has not; its rows are lines there.
        kotlin.removeAll(
                Set.of("jsonRows(QueryEndpointRequest, Class)", "publishJsonRows(QueryEndpointRequest, Class)"));
        // Kotlin's is the function QueryEndpoint(...) { }.
        java.remove("builder(String, String, String)");
        assertEquals(kotlin, java);
        assertEquals(
                options(QueryEndpointConfig.class, OPTIONS_ONLY_KOTLIN.keySet()),
                options(AsyncQueryEndpoint.Builder.class, OPTIONS_ONLY_JAVA.keySet()));
    }

    @Test
    void insertersAreTheSameThroughBothDoors() {
        Set<String> kotlin = declared(dev.houseflow.coroutines.Inserter.class).stream()
                .map(ApiParityTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> java = declared(Inserter.class).stream()
                .filter(method -> !method.getName().equals("toString"))
                .map(ApiParityTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(kotlin.contains("addAll(Publisher)"), kotlin.toString());
        // A Kotlin function can wait without a thread, so there is one close().
        assertTrue(java.remove("closeAsync()"));
        assertEquals(kotlin, java);
        assertEquals(options(InserterOptions.Builder.class, Set.of()), options(Inserter.Builder.class, Set.of()));
    }

    /** The names of the options, without {@code others}. */
    private static Set<String> options(Class<?> type, Set<String> others) {
        Set<String> options = new TreeSet<>();
        for (Method method : declared(type)) {
            String name = method.getName();
            if (name.startsWith("set") && Character.isUpperCase(name.charAt(3))) {
                options.add(Character.toLowerCase(name.charAt(3)) + name.substring(4));
            } else if (!name.startsWith("get") && !name.equals("toString")) {
                options.add(name);
            }
        }
        options.removeAll(others);
        return options;
    }

    /** The Java twins that each operation of the Kotlin client calls for. */
    private static Map<String, List<String>> kotlin() {
        Map<String, List<String>> operations = new TreeMap<>();
        List<Method> methods = new ArrayList<>(declared(ClickHouseClient.class));
        methods.addAll(extensions());
        for (Method method : methods) {
            String signature = signature(method);
            List<String> twins = new ArrayList<>();
            twins.add(signature);
            if (method.getReturnType() == Flow.class) twins.add(published(signature));
            operations.put(signature, twins);
        }
        assertTrue(operations.size() > 15, () -> "Reflection found only " + operations.keySet());
        return operations;
    }

    private static Set<String> java() {
        return declared(ClickHouseAsyncClient.class).stream()
                .filter(method -> !method.getName().equals("toString"))
                .map(ApiParityTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@code stream(x)} is {@code publish(x)}, {@code rawStream(x)} is {@code publishRaw(x)}, {@code rows(x)} is {@code publishRows(x)}. */
    private static String published(String signature) {
        if (signature.startsWith("stream(")) return "publish" + signature.substring("stream".length());
        if (signature.startsWith("rawStream(")) return "publishRaw" + signature.substring("rawStream".length());
        return "publish" + Character.toUpperCase(signature.charAt(0)) + signature.substring(1);
    }

    private static String signature(Method method) {
        List<String> parameters = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            if (type == Continuation.class || type == Function1.class || type == ClickHouseClient.class) continue;
            if (type == KSerializer.class) type = Class.class;
            if (type == Flow.class) type = Publisher.class;
            parameters.add(type.getSimpleName());
        }
        return method.getName() + parameters.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    /** Functions beside the interface. The inline ones with a reified type are hidden from Java, and so from here. */
    private static List<Method> extensions() {
        try {
            return declared(Class.forName("dev.houseflow.coroutines.ClickHouseClientExtensionsKt"));
        } catch (ClassNotFoundException moved) {
            throw new AssertionError(
                    "The extension functions of the Kotlin client are elsewhere now; look for them there", moved);
        }
    }

    private static List<Method> declared(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.isSynthetic() && !method.isBridge())
                // Houseflow's own: internal functions carry their module's name, and the core is shared between modules
                // only.
                .filter(method ->
                        !method.getName().contains("$") && !method.getName().equals("getCore"))
                .collect(Collectors.toList());
    }
}
