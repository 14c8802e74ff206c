/**
 * Types, the Native codec, blocks and rows, requests and errors. The internal packages are for
 * Houseflow's own modules.
 */
module dev.houseflow.core {
    requires transitive kotlin.stdlib;
    requires transitive kotlinx.serialization.core;
    requires transitive kotlinx.serialization.json;
    requires org.lz4.java;
    requires static com.github.luben.zstd_jni;

    exports dev.houseflow;
    exports dev.houseflow.internal.block to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi,
            dev.houseflow.jdbc;
    exports dev.houseflow.internal.codec to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi;
    exports dev.houseflow.internal.compress to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi;
    exports dev.houseflow.internal.ddl to
            dev.houseflow.javaapi;
    exports dev.houseflow.internal.external to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi;
    exports dev.houseflow.internal.http to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi;
    exports dev.houseflow.internal.binding to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi;
    exports dev.houseflow.internal.prefetch to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi;
    exports dev.houseflow.internal.rows to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi,
            dev.houseflow.jdbc;
    exports dev.houseflow.internal.sql to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi,
            dev.houseflow.jdbc;
    exports dev.houseflow.internal.type to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi,
            dev.houseflow.jdbc;
    exports dev.houseflow.internal.untyped to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi;
    exports dev.houseflow.internal.wire to
            dev.houseflow.coroutines,
            dev.houseflow.embedded,
            dev.houseflow.javaapi;
}
