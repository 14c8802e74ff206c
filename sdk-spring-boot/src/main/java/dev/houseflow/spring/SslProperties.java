package dev.houseflow.spring;

import java.util.ArrayList;
import java.util.List;

/** Trust and keys for https endpoints, and how TLS is spoken. */
public class SslProperties {
    /** The name of an SSL bundle, as spring.ssl.bundle.* defines it. */
    private String bundle;

    /** The name by which TLS asks for the server and checks it; the endpoint's host by default. */
    private String serverName;

    /** The versions of TLS to offer, such as TLSv1.3; those of the SSL bundle by default. */
    private List<String> protocols = new ArrayList<>();

    /** The cipher suites to offer; those of the SSL bundle by default. */
    private List<String> cipherSuites = new ArrayList<>();

    public String getBundle() {
        return bundle;
    }

    public void setBundle(String bundle) {
        this.bundle = bundle;
    }

    public String getServerName() {
        return serverName;
    }

    public void setServerName(String serverName) {
        this.serverName = serverName;
    }

    public List<String> getProtocols() {
        return protocols;
    }

    public void setProtocols(List<String> protocols) {
        this.protocols = protocols;
    }

    public List<String> getCipherSuites() {
        return cipherSuites;
    }

    public void setCipherSuites(List<String> cipherSuites) {
        this.cipherSuites = cipherSuites;
    }
}
