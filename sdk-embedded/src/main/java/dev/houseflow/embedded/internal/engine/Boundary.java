package dev.houseflow.embedded.internal.engine;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.OutsideAccess;
import dev.houseflow.embedded.internal.sql.OutsideReferences;
import dev.houseflow.embedded.internal.sql.OutsideReferences.Reference;
import dev.houseflow.embedded.internal.sql.OutsideReferences.Target;
import dev.houseflow.embedded.internal.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps queries within the data directory. The library takes itself for a command-line tool, whose
 * user may read and write every file, so it has no folder for user files. It does know rights and
 * constraints, which hold however a query is written: those shut what they can, and this side looks
 * at definitions for the rest. What neither covers, as the function {@code file(path)}, needs the
 * current folder of the process: the server has none.
 */
final class Boundary {
    private static final List<String> FILE_SOURCES = List.of("FILE", "SQLITE");
    private static final List<String> NETWORK_SOURCES = List.of(
            "URL",
            "REMOTE",
            "MONGO",
            "REDIS",
            "MYSQL",
            "POSTGRES",
            "ODBC",
            "JDBC",
            "HDFS",
            "S3",
            "HIVE",
            "AZURE",
            "KAFKA",
            "NATS",
            "RABBITMQ",
            "YTSAURUS",
            "ARROW FLIGHT");

    /** Settings whose value is a path. */
    private static final List<String> FILE_SETTINGS = List.of(
            "format_template_resultset",
            "format_template_row",
            "input_format_record_errors_file_path",
            "output_format_schema");
    /** Settings that send data to an address. */
    private static final List<String> NETWORK_SETTINGS =
            List.of("format_avro_schema_registry_url", "allow_experimental_ai_functions");
    /** Engines that have the right of a source but reach nothing: there is no cluster to reach. */
    private static final List<String> HARMLESS_ENGINES = List.of("Distributed", "Overlay");

    private static final Pattern GRANT =
            Pattern.compile("the grant (?:READ|WRITE|READ, WRITE|TABLE ENGINE) ON ([A-Za-z0-9 ]+)");
    private static final Pattern SETTING = Pattern.compile("Setting (\\w+) ");
    private static final String NO_FOLDER = "in current_path: call to getcwd failed";

    private final OutsideAccess access;

    Boundary(OutsideAccess access) {
        this.access = access;
    }

    /** The rights of the engine's user. */
    List<String> grants() {
        List<String> grants = new ArrayList<>();
        grants.add("GRANT ALL ON *.* WITH GRANT OPTION");
        // SYSTEM SHUTDOWN signals the whole process group; SYSTEM KILL is covered by the same
        // right.
        grants.add("REVOKE SYSTEM SHUTDOWN ON *.*");
        if (access.files() && access.network()) {
            return grants;
        }
        // A view without SQL security would read with all rights.
        grants.add("REVOKE ALLOW SQL SECURITY NONE ON *.*");
        grants.add("REVOKE SOURCES ON *.*");
        // An engine without a source keeps its right; one with a source has it with the source.
        grants.add("REVOKE TABLE ENGINE ON *");
        HARMLESS_ENGINES.forEach(engine -> grants.add("GRANT TABLE ENGINE ON " + engine));
        if (access.files()) {
            FILE_SOURCES.forEach(source -> grants.add("GRANT " + source + " ON *.*"));
        }
        if (access.network()) {
            NETWORK_SOURCES.forEach(source -> grants.add("GRANT " + source + " ON *.*"));
        }
        return grants;
    }

    /** Settings that a query may not change. */
    List<String> constants() {
        List<String> names = new ArrayList<>();
        if (!access.files()) {
            names.addAll(FILE_SETTINGS);
        }
        if (!access.network()) {
            names.addAll(NETWORK_SETTINGS);
        }
        return names;
    }

    /** Refuses a definition that refers to what is out of reach. */
    void check(Statement statement) throws EngineException {
        for (Reference reference : OutsideReferences.of(statement)) {
            if (reference.target() == Target.COMMANDS) {
                throw new EngineException(
                        497,
                        "ACCESS_DENIED",
                        "Queries may not use " + reference.what() + ": what it runs cannot be looked at before.");
            }
            boolean files = reference.target() == Target.FILES;
            if (files ? !access.files() : !access.network()) {
                throw denied("Queries may not use " + reference.what() + ".", files);
            }
        }
    }

    /** The error of the engine, with what to do where this boundary is its cause. */
    EngineException explained(EngineException error) {
        String message = String.valueOf(error.getMessage());
        if (message.contains(NO_FOLDER)) {
            return denied("The query needs a file or a folder outside of the data directory.", true);
        }
        Matcher grant = GRANT.matcher(message);
        if (error.code() == 497 && grant.find()) {
            return withAdvice(error, isFileSource(grant.group(1).strip()));
        }
        Matcher setting = SETTING.matcher(message);
        if (error.code() == 452 && setting.find()) {
            String name = setting.group(1);
            if (FILE_SETTINGS.contains(name)) {
                return withAdvice(error, true);
            }
            if (NETWORK_SETTINGS.contains(name)) {
                return withAdvice(error, false);
            }
        }
        return error;
    }

    private static boolean isFileSource(String sourceOrEngine) {
        String name = sourceOrEngine.toUpperCase(Locale.ROOT);
        return FILE_SOURCES.contains(name)
                || name.equals("FILELOG")
                || name.equals("FILESYSTEM")
                || name.endsWith("LOCAL");
    }

    private static EngineException withAdvice(EngineException error, boolean files) {
        EngineException explained =
                new EngineException(error.code(), error.codeName(), error.getMessage() + " " + advice(files));
        explained.initCause(error);
        return explained;
    }

    private static EngineException denied(String message, boolean files) {
        return new EngineException(497, "ACCESS_DENIED", message + " " + advice(files));
    }

    private static String advice(boolean files) {
        return files
                ? "The embedded server keeps queries within its data directory."
                        + " Start it with allowFiles() (--allow-files) if they shall reach the files of this machine."
                : "The embedded server keeps queries from reaching other servers."
                        + " Start it with allowNetwork() (--allow-network) if they shall.";
    }
}
