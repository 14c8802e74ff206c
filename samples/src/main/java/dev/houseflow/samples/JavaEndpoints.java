package dev.houseflow.samples;

import dev.houseflow.QueryEndpointRequest;
import dev.houseflow.javaapi.AsyncQueryEndpoint;
import dev.houseflow.javaapi.RowStream;

/** The Java of docs/query-endpoints.md. */
final class JavaEndpoints {
    private JavaEndpoints() {}

    record Top(String uploader, long numUploads) {}

    static void queryEndpoints(String endpointId, String keyId, String keySecret) {
        // snippet: query-endpoints-java
        try (AsyncQueryEndpoint endpoint =
                AsyncQueryEndpoint.builder(endpointId, keyId, keySecret).build()) {
            QueryEndpointRequest request =
                    QueryEndpointRequest.builder().variable("year", 2010).build();
            System.out.println(endpoint.query(request, Top.class).join().rows());
            try (RowStream<String> lines = endpoint.lines(request)) {
                lines.stream().forEach(System.out::println);
            }
        }
        // end
    }
}
