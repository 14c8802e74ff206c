package dev.houseflow.jdbc.internal.url;

/** What a server says of itself and of its user; asked when it is wanted first. */
public final class ServerFacts {
    private volatile String[] facts;

    /** Version, current user and server's zone; null before they were asked. */
    public String[] get() {
        return facts;
    }

    /** Remembers them. */
    public void set(String... found) {
        facts = found;
    }
}
