package dev.houseflow.shell;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * A history without secrets: it leaves out, in memory and in its file, statements that may hold
 * one, and lines that begin with a space.
 */
final class SafeHistory extends DefaultHistory {
    private static final Pattern SECRET = Pattern.compile(
            "\\b(identified|password|passwd|secret|token|credentials?|access_key\\w*|private_key|jwt)\\b|_password\\b|_key_id\\b|_secret\\b"
                    + "|://[^\\s/@']*:[^\\s/@']*@"
                    // Their arguments may be passwords and keys.
                    + "|\\b(s3\\w*|gcs|oss|cosn|azureBlobStorage\\w*|mysql|postgresql|mongodb|redis|remote(Secure)?|iceberg\\w*|deltaLake\\w*|hudi\\w*"
                    + "|url\\w*|jdbc|odbc|hdfs\\w*|encrypt|decrypt|aes_\\w+|HMAC)\\s*\\("
                    + "|\\bENGINE\\s*=?\\s*(MySQL|MaterializedMySQL|PostgreSQL|MaterializedPostgreSQL|MongoDB|Redis|RabbitMQ|Kafka|NATS)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Whether {@code line} may hold a secret. */
    static boolean mayHoldSecret(String line) {
        return SECRET.matcher(line).find();
    }

    @Override
    public void add(Instant time, String line) {
        if (!line.startsWith(" ") && !mayHoldSecret(line)) super.add(time, line);
    }

    /**
     * Makes the file, if it is not there, so that other users cannot read it; false when it cannot
     * be made.
     */
    static boolean prepare(Path file) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent == null || !Files.isDirectory(parent)) return false;
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            return Files.isWritable(file);
        } catch (IOException e) {
            return false;
        }
    }
}
