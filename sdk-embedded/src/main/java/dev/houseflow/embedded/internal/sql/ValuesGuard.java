package dev.houseflow.embedded.internal.sql;

import dev.houseflow.embedded.internal.EngineException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Watches the data of {@code INSERT ... VALUES} go by for a semicolon with more behind it. A server
 * refuses such data; the library takes the semicolon for the end and would drop the rest, say a
 * second INSERT, without a word.
 */
public final class ValuesGuard extends FilterInputStream {
    private enum State {
        DATA,
        QUOTED,
        ESCAPED,
        LINE_COMMENT,
        BLOCK_COMMENT,
        /**
         * A heredoc may begin here, which needs more than one byte of memory: from here on
         * everything passes.
         */
        OFF
    }

    private State state = State.DATA;
    private int quote;
    private int previous;
    private boolean ended;

    public ValuesGuard(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        for (int i = 0; i < n && state != State.OFF; i++) {
            look(bytes[offset + i]);
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void look(int c) throws IOException {
        int before = previous;
        previous = c;
        switch (state) {
            case DATA -> data(before, c);
            case QUOTED -> state = c == '\\' ? State.ESCAPED : c == quote ? State.DATA : State.QUOTED;
            case ESCAPED -> state = State.QUOTED;
            case LINE_COMMENT -> state = c == '\n' ? State.DATA : State.LINE_COMMENT;
            case BLOCK_COMMENT -> {
                if (before == '*' && c == '/') {
                    state = State.DATA;
                    previous = 0;
                }
            }
            default -> {}
        }
    }

    private void data(int before, int c) throws IOException {
        if (before == '-' && c == '-') {
            state = State.LINE_COMMENT;
        } else if (before == '/' && c == '*') {
            state = State.BLOCK_COMMENT;
            // Its asterisk may not be part of the end mark as well.
            previous = 0;
        } else if (ended && c != ';' && c != '-' && c != '/' && c > ' ') {
            throw new IOException(new EngineException(
                    33,
                    "CANNOT_READ_ALL_DATA",
                    "Cannot read data after semicolon. Send one statement in each request."));
        } else if (c == ';') {
            ended = true;
        } else if (c == '\'' || c == '"' || c == '`') {
            state = State.QUOTED;
            quote = c;
        } else if (c == '$') {
            state = State.OFF;
        }
    }
}
