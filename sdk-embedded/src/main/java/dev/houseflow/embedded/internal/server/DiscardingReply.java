package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.QueryReply;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** For statements whose answer is not read. */
final class DiscardingReply implements QueryReply {
    private final BooleanSupplier abandoned;

    DiscardingReply(BooleanSupplier abandoned) {
        this.abandoned = abandoned;
    }

    @Override
    public void timezone(String name) {
        // The answer is not read.
    }

    @Override
    public void format(String name) {
        // There is nothing to announce.
    }

    @Override
    public OutputStream output() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void progress(QueryProgress progress) {
        // There is no one to tell.
    }

    @Override
    public boolean isAbandoned() {
        return abandoned.getAsBoolean();
    }
}
