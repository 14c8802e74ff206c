package dev.houseflow.internal.external

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import java.io.InputStream
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicBoolean

/** Where the data of an external table comes from. */
@InternalHouseflowApi
public sealed class TableData {
    /** All of it, in its format. */
    public class Bytes(public val bytes: ByteArray) : TableData()

    /** A file, in its format. */
    public class File(public val path: Path) : TableData()

    /** A stream, in its format, to be read once. */
    public class Stream(private val table: String, private val stream: InputStream) : TableData() {
        private val taken = AtomicBoolean()

        /** Whether no call has begun to read it. */
        public val isFresh: Boolean get() = !taken.get()

        /** The stream, for the first caller. */
        public fun take(): InputStream {
            if (taken.compareAndSet(false, true)) return stream
            throw ConfigurationException(
                "The data of the external table \"$table\" is a stream, which an earlier call has read: make a new table for each call, " +
                    "or give bytes or a file, which can be sent again",
            )
        }
    }

    /** Objects that [adapter] lays over [columns]. */
    public class Rows<T>(
        public val columns: List<ColumnHeader>,
        public val rows: Collection<T>,
        public val adapter: RowAdapter<T>,
    ) : TableData()
}
