package dev.houseflow.spring;

import dev.houseflow.Compression;
import dev.houseflow.InsertMode;
import dev.houseflow.LoadBalancing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** One client's properties, read when it is made. What is not said is the client's default. */
public class ClientProperties {
    /** The servers' URLs, as "http://host:8123"; several hold the same data, such as replicas. */
    private List<String> endpoints = new ArrayList<>();

    /** The user's name. */
    private String username;

    /** The user's password. */
    private String password;

    /** An access token (JWT) in place of user and password. */
    private String accessToken;

    /** The database in which unqualified table names are looked up. */
    private String database;

    /** What the client calls itself in the User-Agent; spring.application.name by default. */
    private String clientName;

    /** The key by which a quota counts the queries of this client. */
    private String quotaKey;

    /** How the data of typed queries and inserts travels; LZ4 by default. */
    private Compression compression;

    /** When servers write the rows of inserts. */
    private InsertMode insertMode;

    /** The roles to run with, all others being off. */
    private List<String> roles = new ArrayList<>();

    /** The time for one whole call; no limit by default. */
    private Duration timeout;

    /** The time for making a connection; 10 seconds by default. */
    private Duration connectTimeout;

    /** How long a call may wait for a connection; 10 seconds by default. */
    private Duration poolTimeout;

    /** The time from the end of a request to the first byte of its answer; no limit by default. */
    private Duration firstByteTimeout;

    /** The time without a byte in the middle of an answer; no limit by default. */
    private Duration silenceTimeout;

    /** How many requests may be under way at once per server; 50 by default. */
    private Integer maxConnections;

    /** For how long an unused connection is kept; what the server announces by default. */
    private Duration idleTimeout;

    /** The age after which a connection is not used again; 10 minutes by default. */
    private Duration maxConnectionAge;

    /** How many connections are made per second and server; any number by default. */
    private Integer maxConnectsPerSecond;

    /** Whether the system probes silent connections (SO_KEEPALIVE); true by default. */
    private Boolean keepAlive;

    /** Whether small pieces are sent at once (TCP_NODELAY); true by default. */
    private Boolean tcpNoDelay;

    /** Which of several endpoints a call goes to; the first one that is alive by default. */
    private LoadBalancing loadBalancing;

    /** Whether a call that is cancelled also sends KILL QUERY; true by default. */
    private Boolean killOnCancel;

    /** Whether the messages of failed calls hold the statement; false by default. */
    private Boolean statementInErrors;

    /** Whether the user is known by the certificate of the SSL bundle; false by default. */
    private Boolean certificateAuth;

    /** A proxy, as "http://[user:password@]host:port" or "socks5://[user:password@]host:port". */
    private String proxy;

    /** The servers that are reached without a proxy. */
    private List<String> noProxy = new ArrayList<>();

    /** ClickHouse's settings that are sent with every request, by name. */
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Header fields that are sent with every request, by name. */
    private Map<String, String> headers = new LinkedHashMap<>();

    @NestedConfigurationProperty
    private final RetryProperties retry = new RetryProperties();

    @NestedConfigurationProperty
    private final SslProperties ssl = new SslProperties();

    public List<String> getEndpoints() {
        return endpoints;
    }

    public void setEndpoints(List<String> endpoints) {
        this.endpoints = endpoints;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getAccessToken() {
        return accessToken;
    }

    public void setAccessToken(String accessToken) {
        this.accessToken = accessToken;
    }

    public String getDatabase() {
        return database;
    }

    public void setDatabase(String database) {
        this.database = database;
    }

    public String getClientName() {
        return clientName;
    }

    public void setClientName(String clientName) {
        this.clientName = clientName;
    }

    public String getQuotaKey() {
        return quotaKey;
    }

    public void setQuotaKey(String quotaKey) {
        this.quotaKey = quotaKey;
    }

    public Compression getCompression() {
        return compression;
    }

    public void setCompression(Compression compression) {
        this.compression = compression;
    }

    public InsertMode getInsertMode() {
        return insertMode;
    }

    public void setInsertMode(InsertMode insertMode) {
        this.insertMode = insertMode;
    }

    public List<String> getRoles() {
        return roles;
    }

    public void setRoles(List<String> roles) {
        this.roles = roles;
    }

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getPoolTimeout() {
        return poolTimeout;
    }

    public void setPoolTimeout(Duration poolTimeout) {
        this.poolTimeout = poolTimeout;
    }

    public Duration getFirstByteTimeout() {
        return firstByteTimeout;
    }

    public void setFirstByteTimeout(Duration firstByteTimeout) {
        this.firstByteTimeout = firstByteTimeout;
    }

    public Duration getSilenceTimeout() {
        return silenceTimeout;
    }

    public void setSilenceTimeout(Duration silenceTimeout) {
        this.silenceTimeout = silenceTimeout;
    }

    public Integer getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(Integer maxConnections) {
        this.maxConnections = maxConnections;
    }

    public Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public Duration getMaxConnectionAge() {
        return maxConnectionAge;
    }

    public void setMaxConnectionAge(Duration maxConnectionAge) {
        this.maxConnectionAge = maxConnectionAge;
    }

    public Integer getMaxConnectsPerSecond() {
        return maxConnectsPerSecond;
    }

    public void setMaxConnectsPerSecond(Integer maxConnectsPerSecond) {
        this.maxConnectsPerSecond = maxConnectsPerSecond;
    }

    public Boolean getKeepAlive() {
        return keepAlive;
    }

    public void setKeepAlive(Boolean keepAlive) {
        this.keepAlive = keepAlive;
    }

    public Boolean getTcpNoDelay() {
        return tcpNoDelay;
    }

    public void setTcpNoDelay(Boolean tcpNoDelay) {
        this.tcpNoDelay = tcpNoDelay;
    }

    public LoadBalancing getLoadBalancing() {
        return loadBalancing;
    }

    public void setLoadBalancing(LoadBalancing loadBalancing) {
        this.loadBalancing = loadBalancing;
    }

    public Boolean getKillOnCancel() {
        return killOnCancel;
    }

    public void setKillOnCancel(Boolean killOnCancel) {
        this.killOnCancel = killOnCancel;
    }

    public Boolean getStatementInErrors() {
        return statementInErrors;
    }

    public void setStatementInErrors(Boolean statementInErrors) {
        this.statementInErrors = statementInErrors;
    }

    public Boolean getCertificateAuth() {
        return certificateAuth;
    }

    public void setCertificateAuth(Boolean certificateAuth) {
        this.certificateAuth = certificateAuth;
    }

    public String getProxy() {
        return proxy;
    }

    public void setProxy(String proxy) {
        this.proxy = proxy;
    }

    public List<String> getNoProxy() {
        return noProxy;
    }

    public void setNoProxy(List<String> noProxy) {
        this.noProxy = noProxy;
    }

    public Map<String, String> getSettings() {
        return settings;
    }

    public void setSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    public Map<String, String> getHeaders() {
        return headers;
    }

    public void setHeaders(Map<String, String> headers) {
        this.headers = headers;
    }

    /** How often a call that failed is made again. */
    public RetryProperties getRetry() {
        return retry;
    }

    /** Trust and keys for https endpoints, and how TLS is spoken. */
    public SslProperties getSsl() {
        return ssl;
    }
}
