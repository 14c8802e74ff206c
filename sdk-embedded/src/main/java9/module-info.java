/** A real ClickHouse for tests and first runs. */
module dev.houseflow.embedded {
    requires dev.houseflow.core;
    requires com.sun.jna;
    requires org.lz4.java;
    requires com.github.luben.zstd_jni;

    exports dev.houseflow.embedded;
}
