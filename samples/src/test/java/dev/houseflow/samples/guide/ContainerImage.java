package dev.houseflow.samples.guide;

/** The image of a server that tests may use. Elsewhere than in CI it would have to be pulled. */
final class ContainerImage {
    private ContainerImage() {}

    /** Whether an image is named; in CI a missing one is a failure. */
    static boolean isThere() {
        boolean isNamed = System.getenv("CLICKHOUSE_IMAGE") != null;
        if (!isNamed && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("CLICKHOUSE_IMAGE does not name the image that .ci/docker-image builds");
        }
        return isNamed;
    }
}
