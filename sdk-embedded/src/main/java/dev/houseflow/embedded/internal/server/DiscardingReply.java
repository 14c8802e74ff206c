package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.QueryProgress;
import dev.houseflow.embedded.internal.QueryReply;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** Takes what an answer announces and brings without looking at it. */
class DiscardingReply implements QueryReply {
    private final BooleanSupplier abandoned;

    DiscardingReply(BooleanSupplier abandoned) {
        this.abandoned = abandoned;
    }

    @Override
    public void timezone(String name) {
        // No value is read.
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
