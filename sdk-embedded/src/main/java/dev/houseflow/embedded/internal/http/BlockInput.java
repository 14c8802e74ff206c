package dev.houseflow.embedded.internal.http;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read in blocks; single bytes are read as blocks of one. */
public abstract class BlockInput extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;
}
