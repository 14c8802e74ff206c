package dev.houseflow.embedded.internal;

/** The engine, or the server around it, refused a query, in ClickHouse's own terms. */
public final class EngineException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String codeName;

    /**
     * @param code ClickHouse's error code, e.g. 60
     * @param codeName its name, e.g. {@code UNKNOWN_TABLE}
     * @param message the message alone, without "Code: ..." before and "(NAME)" after them
     */
    public EngineException(int code, String codeName, String message) {
        super(message);
        this.code = code;
        this.codeName = codeName;
    }

    public int code() {
        return code;
    }

    public String codeName() {
        return codeName;
    }
}
