package dev.houseflow.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Calls every method of the five main interfaces on a live object: it answers, or throws an SQLException with a state; those that are
 * unsupported are the ones listed in {@code unsupported.txt}, and no others.
 */
@ExtendWith(Jdbc.class)
class InterfacesTest {
    private interface Maker {
        Object make(Connection connection) throws SQLException;
    }

    @TestFactory
    Stream<DynamicTest> everyMethodAnswersOrSaysWhyNot() {
        Map<Class<?>, Maker> makers = new HashMap<>();
        makers.put(Connection.class, connection -> connection);
        makers.put(Statement.class, Connection::createStatement);
        makers.put(PreparedStatement.class, connection -> connection.prepareStatement("SELECT ?"));
        makers.put(DatabaseMetaData.class, Connection::getMetaData);
        makers.put(ResultSet.class, connection -> {
            ResultSet rows = connection.createStatement().executeQuery("SELECT '1' AS a");
            rows.next();
            return rows;
        });
        return makers.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey().getSimpleName(), () -> walk(entry.getKey(), entry.getValue())));
    }

    private static void walk(Class<?> type, Maker maker) throws Exception {
        TreeSet<String> unsupported = new TreeSet<>();
        for (Method method : type.getMethods()) {
            if (method.getDeclaringClass() == Object.class
                    || java.lang.reflect.Modifier.isStatic(method.getModifiers())) continue;
            // JDBC 4.3's sharding, which needs types that Java 8 has not; its defaults say that it is unsupported.
            if (method.getName().startsWith("setShardingKey")) continue;
            try (Connection connection = Jdbc.connect()) {
                Object target = maker.make(connection);
                try {
                    method.invoke(target, arguments(method));
                } catch (InvocationTargetException e) {
                    Throwable cause = e.getCause();
                    if (!(cause instanceof SQLException))
                        throw new AssertionError(signature(method) + " threw " + cause, cause);
                    String state = ((SQLException) cause).getSQLState();
                    if (state == null || state.length() != 5)
                        throw new AssertionError(signature(method) + " has the state " + state, cause);
                    String message = cause.getMessage();
                    if (message == null || message.isBlank())
                        throw new AssertionError(signature(method) + " says nothing", cause);
                    if (cause instanceof SQLFeatureNotSupportedException) unsupported.add(signature(method));
                }
            }
        }
        assertEquals(
                String.join("\n", listed(type)),
                String.join("\n", unsupported),
                "the unsupported methods of " + type.getSimpleName());
    }

    private static TreeSet<String> listed(Class<?> type) throws IOException {
        TreeSet<String> listed = new TreeSet<>();
        try (InputStream in = InterfacesTest.class.getResourceAsStream("/unsupported.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith(type.getSimpleName() + "."))
                    listed.add(line.substring(type.getSimpleName().length() + 1));
            }
        }
        return listed;
    }

    private static String signature(Method method) {
        return method.getName() + "("
                + String.join(
                        ", ",
                        Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .toList()) + ")";
    }

    private static Object[] arguments(Method method) {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) arguments[i] = argument(method, types[i], i);
        return arguments;
    }

    private static Object argument(Method method, Class<?> type, int index) {
        String name = method.getName();
        if (type == String.class) {
            boolean isStatement = index == 0
                    && (name.startsWith("execute")
                            || name.startsWith("prepare")
                            || name.equals("addBatch")
                            || name.equals("nativeSQL"));
            if (name.equals("createArrayOf")) return "Int32";
            if (name.equals("createStruct")) return "Tuple(Int32)";
            if (name.startsWith("executeUpdate") || name.startsWith("executeLargeUpdate")) return "SET max_threads = 1";
            return isStatement ? "SELECT 1" : "a";
        }
        if (type == int.class)
            return name.equals("getMoreResults")
                    ? Statement.CLOSE_CURRENT_RESULT
                    : index == 0 || name.startsWith("get") ? numberFor(name) : 0;
        if (type == long.class) return 0L;
        if (type == short.class) return (short) 1;
        if (type == byte.class) return (byte) 1;
        if (type == float.class) return 1f;
        if (type == double.class) return 1.0;
        if (type == boolean.class) return true;
        if (type == Class.class) return name.equals("getObject") ? String.class : Wrapper.class;
        if (type == Executor.class) return (Executor) Runnable::run;
        if (type == Calendar.class) return Calendar.getInstance();
        if (type == Object[].class) return new Object[] {1};
        if (type == String[].class) return new String[] {"a"};
        if (type == int[].class) return new int[] {1};
        if (type == Properties.class) return new Properties();
        if (type == Map.class) return new HashMap<String, Class<?>>();
        return null;
    }

    private static int numberFor(String name) {
        if (name.equals("setTransactionIsolation")) return Connection.TRANSACTION_NONE;
        if (name.equals("setHoldability")) return ResultSet.HOLD_CURSORS_OVER_COMMIT;
        if (name.equals("setFetchDirection")) return ResultSet.FETCH_FORWARD;
        if (name.equals("createStatement")) return ResultSet.TYPE_FORWARD_ONLY;
        if (name.equals("setMaxFieldSize")) return 0;
        return 1;
    }
}
