module com.example.records {
    requires dev.houseflow.javaapi;
    requires dev.houseflow.embedded;

    // Rows are records of this package, which the client has to see.
    exports com.example.records;
}
