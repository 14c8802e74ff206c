package dev.houseflow.spring;

/** Trust and keys for https endpoints. */
public class SslProperties {
    /** The name of an SSL bundle, as spring.ssl.bundle.* defines it. */
    private String bundle;

    public String getBundle() {
        return bundle;
    }

    public void setBundle(String bundle) {
        this.bundle = bundle;
    }
}
