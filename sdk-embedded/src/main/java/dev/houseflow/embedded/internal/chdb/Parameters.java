package dev.houseflow.embedded.internal.chdb;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Query parameters in the shape the C functions take them: four parallel arrays. Lives until
 * closed; the engine copies what it needs.
 */
public final class Parameters implements AutoCloseable {
    public final int count;
    public final Pointer names;
    public final Pointer nameLengths;
    public final Pointer values;
    public final Pointer valueLengths;
    private final Memory block;

    public Parameters(Map<String, byte[]> parameters) {
        count = parameters.size();
        if (count == 0) {
            block = null;
            names = nameLengths = values = valueLengths = Pointer.NULL;
            return;
        }
        long arrays = (long) count * Long.BYTES;
        long bytes = 4 * arrays + 1;
        for (Map.Entry<String, byte[]> parameter : parameters.entrySet()) {
            bytes += parameter.getKey().getBytes(StandardCharsets.UTF_8).length + parameter.getValue().length;
        }
        block = new Memory(bytes);
        names = block.share(0);
        nameLengths = block.share(arrays);
        values = block.share(2 * arrays);
        valueLengths = block.share(3 * arrays);
        long at = 4 * arrays;
        long slot = 0;
        for (Map.Entry<String, byte[]> parameter : parameters.entrySet()) {
            at = put(slot, at, names, nameLengths, parameter.getKey().getBytes(StandardCharsets.UTF_8));
            at = put(slot, at, values, valueLengths, parameter.getValue());
            slot += Long.BYTES;
        }
    }

    private long put(long slot, long at, Pointer starts, Pointer lengths, byte[] bytes) {
        block.write(at, bytes, 0, bytes.length);
        starts.setPointer(slot, block.share(at));
        lengths.setLong(slot, bytes.length);
        return at + bytes.length;
    }

    @Override
    public void close() {
        if (block != null) {
            block.close();
        }
    }
}
