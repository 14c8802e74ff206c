package dev.houseflow.spring;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The embedded server for development and tests: see {@code EmbeddedClickHouse}. */
public class EmbeddedProperties {
    /**
     * Whether the application starts an embedded server and uses it in place of
     * houseflow.endpoints.
     */
    private boolean enabled;

    /** The port on 127.0.0.1; 0 means any that is free. */
    private int port;

    /** The folder of its data, which is kept; without it the data are temporary. */
    private Path dataPath;

    /** Settings that every query starts with, by name. */
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Whether queries may read and write the files of this machine. */
    private boolean allowFiles;

    /** Whether queries may reach other servers. */
    private boolean allowNetwork;

    /** Whether each request to it becomes a line of the log. */
    private boolean logRequests;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public Path getDataPath() {
        return dataPath;
    }

    public void setDataPath(Path dataPath) {
        this.dataPath = dataPath;
    }

    public Map<String, String> getSettings() {
        return settings;
    }

    public void setSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    public boolean isAllowFiles() {
        return allowFiles;
    }

    public void setAllowFiles(boolean allowFiles) {
        this.allowFiles = allowFiles;
    }

    public boolean isAllowNetwork() {
        return allowNetwork;
    }

    public void setAllowNetwork(boolean allowNetwork) {
        this.allowNetwork = allowNetwork;
    }

    public boolean isLogRequests() {
        return logRequests;
    }

    public void setLogRequests(boolean logRequests) {
        this.logRequests = logRequests;
    }
}
