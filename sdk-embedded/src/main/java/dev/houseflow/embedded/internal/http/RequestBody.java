package dev.houseflow.embedded.internal.http;

import java.io.EOFException;
import java.io.IOException;

/**
 * A request body, unframed. It ends with -1 only where the framing says so; a connection that ends
 * earlier is an {@link EOFException}, so that half an INSERT is never taken for a whole one.
 */
public abstract class RequestBody extends BlockInput {
    /** Whether the body was read to its end. */
    public abstract boolean isComplete();

    /** Whether nothing of it was read yet, not even asked for. */
    public abstract boolean isUntouched();

    public static RequestBody empty() {
        return new RequestBody() {
            @Override
            public int read(byte[] target, int offset, int length) {
                return length == 0 ? 0 : -1;
            }

            @Override
            public boolean isComplete() {
                return true;
            }

            @Override
            public boolean isUntouched() {
                return false;
            }
        };
    }

    public static RequestBody ofLength(SocketInput in, long length, IoAction beforeFirstRead) {
        return new Fixed(in, length, beforeFirstRead);
    }

    public static RequestBody chunked(SocketInput in, IoAction beforeFirstRead) {
        return new Chunked(in, beforeFirstRead);
    }

    /** Something that may fail as input and output do. */
    @FunctionalInterface
    public interface IoAction {
        void run() throws IOException;
    }

    private abstract static class Framed extends RequestBody {
        final SocketInput in;
        private IoAction beforeFirstRead;

        Framed(SocketInput in, IoAction beforeFirstRead) {
            this.in = in;
            this.beforeFirstRead = beforeFirstRead;
        }

        @Override
        public final int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (beforeFirstRead != null) {
                IoAction action = beforeFirstRead;
                beforeFirstRead = null;
                action.run();
            }
            return readFramed(target, offset, length);
        }

        @Override
        public final boolean isUntouched() {
            return beforeFirstRead != null;
        }

        abstract int readFramed(byte[] target, int offset, int length) throws IOException;

        final EOFException cutOff() {
            return new EOFException("The connection ended before the end of the request body");
        }
    }

    private static final class Fixed extends Framed {
        private long left;

        Fixed(SocketInput in, long length, IoAction beforeFirstRead) {
            super(in, beforeFirstRead);
            this.left = length;
        }

        @Override
        int readFramed(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw cutOff();
            }
            left -= count;
            return count;
        }

        @Override
        public boolean isComplete() {
            return left == 0;
        }
    }

    private static final class Chunked extends Framed {
        private static final int MAX_LINE = 16 * 1024;

        private long left;
        private boolean first = true;
        private boolean complete;

        Chunked(SocketInput in, IoAction beforeFirstRead) {
            super(in, beforeFirstRead);
        }

        @Override
        int readFramed(byte[] target, int offset, int length) throws IOException {
            if (complete) {
                return -1;
            }
            if (left == 0 && !nextChunk()) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw cutOff();
            }
            left -= count;
            return count;
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        private boolean nextChunk() throws IOException {
            if (!first && !line().isEmpty()) {
                throw new IOException("A chunk of the request body is longer than it says");
            }
            first = false;
            String size = line();
            int end = 0;
            while (end < size.length() && Character.digit(size.charAt(end), 16) >= 0) {
                end++;
            }
            if (end == 0 || end > 15) {
                throw new IOException("A chunk of the request body has no valid size");
            }
            left = Long.parseLong(size.substring(0, end), 16);
            if (left > 0) {
                return true;
            }
            while (!line().isEmpty()) {
                // Trailers mean nothing here.
                continue;
            }
            complete = true;
            return false;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                int next = in.read();
                if (next < 0) {
                    throw cutOff();
                }
                if (next == '\n') {
                    int length = line.length();
                    if (length > 0 && line.charAt(length - 1) == '\r') {
                        line.setLength(length - 1);
                    }
                    return line.toString();
                }
                if (line.length() == MAX_LINE) {
                    throw new IOException("A chunk header of the request body is too long");
                }
                line.append((char) next);
            }
        }
    }
}
