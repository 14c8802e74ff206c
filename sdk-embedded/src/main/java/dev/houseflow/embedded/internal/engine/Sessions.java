package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.QueryCall;
import dev.houseflow.embedded.internal.chdb.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sessions by their ids. Each has a connection to itself, which one request at a time may use.
 * Called on engine threads.
 */
final class Sessions {
    private final Map<String, Session> sessions = new HashMap<>();
    private final Opener opener;

    /** Gives a session its connection. */
    interface Opener {
        Session open() throws EngineException;
    }

    static final class Session {
        final Connection connection;
        /** What all queries on this connection are tagged with, one after another. */
        final long tag;
        /** What {@code SET session_timezone} has left, or {@code null}. */
        String timezone;
        /** Whether the server's own {@code readonly} holds on the connection yet. */
        boolean restricted;

        private boolean busy = true;
        private long expiresNanos;
        private long timeoutNanos;

        Session(Connection connection, long tag) {
            this.connection = connection;
            this.tag = tag;
        }
    }

    Sessions(Opener opener) {
        this.opener = opener;
    }

    /** Takes the session for one request, makes it where it may be made. */
    synchronized Session acquire(QueryCall.Session wanted) throws EngineException {
        expire();
        Session session = sessions.get(wanted.id());
        if (session == null) {
            if (wanted.mustExist()) {
                throw new EngineException(372, "SESSION_NOT_FOUND", "Session " + wanted.id() + " not found.");
            }
            session = opener.open();
            sessions.put(wanted.id(), session);
        } else if (session.busy) {
            throw new EngineException(
                    373, "SESSION_IS_LOCKED", "Session " + wanted.id() + " is locked by a concurrent client.");
        }
        session.busy = true;
        session.timeoutNanos = wanted.timeout().toNanos();
        return session;
    }

    synchronized void release(Session session) {
        session.busy = false;
        session.expiresNanos = System.nanoTime() + session.timeoutNanos;
    }

    /** Ends the sessions whose time is over. */
    synchronized void expire() {
        long now = System.nanoTime();
        List<Session> over = new ArrayList<>();
        sessions.values().removeIf(session -> {
            boolean old = !session.busy && now - session.expiresNanos >= 0;
            if (old) {
                over.add(session);
            }
            return old;
        });
        over.forEach(session -> session.connection.close());
    }

    synchronized void closeAll() {
        sessions.values().forEach(session -> session.connection.close());
        sessions.clear();
    }
}
