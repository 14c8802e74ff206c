package dev.houseflow.embedded.internal;

/**
 * What queries may reach outside of the data directory.
 *
 * @param files files of this machine: {@code file()}, the engines File, SQLite and the like,
 *     templates of formats
 * @param network other servers: {@code url()}, {@code s3()}, {@code remote()}, {@code mysql()} and
 *     the like
 */
public record OutsideAccess(boolean files, boolean network) {
    /** The data directory alone. */
    public static final OutsideAccess NONE = new OutsideAccess(false, false);
}
