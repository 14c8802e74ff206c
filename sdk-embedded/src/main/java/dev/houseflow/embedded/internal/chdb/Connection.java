package dev.houseflow.embedded.internal.chdb;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.houseflow.embedded.internal.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection to the engine: its own settings, current database, roles and temporary tables.
 * Used by one thread at a time.
 */
public final class Connection implements AutoCloseable {
    private static final byte[] TSV = "TabSeparated".getBytes(StandardCharsets.US_ASCII);

    private Pointer handle;

    private Connection(Pointer handle) {
        this.handle = handle;
    }

    /** Opens a connection; the first one of the process boots the engine with {@code arguments}. */
    public static Connection open(List<String> arguments) throws EngineException {
        List<Memory> strings = new ArrayList<>();
        try (Memory argv = new Memory((arguments.size() + 2L) * Long.BYTES)) {
            strings.add(string("clickhouse"));
            arguments.forEach(argument -> strings.add(string(argument)));
            for (int i = 0; i < strings.size(); i++) {
                argv.setPointer((long) i * Long.BYTES, strings.get(i));
            }
            argv.setPointer((long) strings.size() * Long.BYTES, Pointer.NULL);
            Pointer handle = Chdb.chdb_connect(strings.size(), argv);
            if (handle == null) {
                throw EngineErrors.parse("The engine refused the connection (" + String.join(" ", arguments)
                        + "). Its reason is on the standard error of this process.");
            }
            return new Connection(handle);
        } finally {
            strings.forEach(Memory::close);
        }
    }

    private static Memory string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    /** Runs one statement of our own that gives little or nothing back. */
    public String run(String statement) throws EngineException {
        byte[] text = statement.getBytes(StandardCharsets.UTF_8);
        try (NativeResult result = new NativeResult(Chdb.chdb_query_n(pointer(), text, text.length, TSV, TSV.length))) {
            return result.check().text();
        }
    }

    /**
     * The rows of {@link #run}, as unescaped fields: for names and numbers, which have nothing to
     * unescape.
     */
    public List<String[]> rows(String query) throws EngineException {
        List<String[]> rows = new ArrayList<>();
        run(query).lines().forEach(line -> rows.add(line.split("\t", -1)));
        return rows;
    }

    /**
     * Throws away what a failed query has left in the connection's buffer; it would be put before
     * the next answer.
     */
    public void flush() {
        byte[] text = "SELECT 1 FORMAT Null".getBytes(StandardCharsets.US_ASCII);
        new NativeResult(Chdb.chdb_query_n(pointer(), text, text.length, TSV, TSV.length)).close();
    }

    public NativeResult query(byte[] text, String format, Parameters parameters) {
        return new NativeResult(call(text, format, parameters, Chdb::chdb_query_n, Chdb::chdb_query_with_params_n));
    }

    public NativeResult stream(byte[] text, String format, Parameters parameters) {
        return new NativeResult(
                call(text, format, parameters, Chdb::chdb_stream_query_n, Chdb::chdb_stream_query_with_params_n));
    }

    public NativeResult fetch(NativeResult stream) {
        return new NativeResult(Chdb.chdb_stream_fetch_result(pointer(), stream.handle()));
    }

    public void cancel(NativeResult stream) {
        Chdb.chdb_stream_cancel_query(pointer(), stream.handle());
    }

    public InsertStream insert(byte[] head, String format, Parameters parameters) {
        return new InsertStream(
                call(head, format, parameters, Chdb::chdb_stream_insert_n, Chdb::chdb_stream_insert_with_params_n));
    }

    /** A function of the library that runs a statement. */
    private interface Plain {
        Pointer call(Pointer connection, byte[] text, long textLength, byte[] format, long formatLength);
    }

    /** The same function with values of query parameters. */
    private interface WithParameters {
        Pointer call(
                Pointer connection,
                byte[] text,
                long textLength,
                byte[] format,
                long formatLength,
                Pointer names,
                Pointer nameLengths,
                Pointer values,
                Pointer valueLengths,
                long count);
    }

    /**
     * Calls {@code full} only where there are parameters, since it forgets what
     * {@code SET param_x} stored in a session.
     */
    private Pointer call(byte[] text, String format, Parameters parameters, Plain plain, WithParameters full) {
        byte[] name = format.getBytes(StandardCharsets.UTF_8);
        if (parameters.count == 0) {
            return plain.call(pointer(), text, text.length, name, name.length);
        }
        return full.call(
                pointer(),
                text,
                text.length,
                name,
                name.length,
                parameters.names,
                parameters.nameLengths,
                parameters.values,
                parameters.valueLengths,
                parameters.count);
    }

    private Pointer pointer() {
        if (handle == null) {
            throw new IllegalStateException("This connection to the engine is closed.");
        }
        return handle.getPointer(0);
    }

    @Override
    public void close() {
        if (handle != null) {
            Chdb.chdb_close_conn(handle);
            handle = null;
        }
    }
}
