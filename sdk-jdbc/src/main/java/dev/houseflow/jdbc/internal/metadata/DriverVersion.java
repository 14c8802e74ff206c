package dev.houseflow.jdbc.internal.metadata;

/** The version of this driver, as its jar says it. */
public final class DriverVersion {
    /** The whole version. */
    public static final String TEXT = text();

    /** Its first number. */
    public static final int MAJOR = number(0);

    /** Its second number. */
    public static final int MINOR = number(1);

    /** How the driver is called. */
    public static final String NAME = "Houseflow JDBC";

    private DriverVersion() {}

    private static String text() {
        String version = DriverVersion.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }

    private static int number(int index) {
        String[] parts = TEXT.split("[.-]");
        try {
            return index < parts.length ? Integer.parseInt(parts[index]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
