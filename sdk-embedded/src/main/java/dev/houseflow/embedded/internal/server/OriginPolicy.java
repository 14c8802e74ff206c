package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.http.RequestHead;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps web pages of other sites away. A browser lets any page send requests to this machine, and
 * after DNS rebinding even read the answers; but it says in headers, which a page cannot forge, for
 * which host a request is and which page it comes from. Programs that are no browsers send none of
 * them but {@code Host}.
 */
public final class OriginPolicy {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[^:@/\\[\\]?#\\s,]+)(?::\\d*)?");
    private static final Pattern ORIGIN = Pattern.compile("([a-z][a-z0-9+.-]*)://([^/?#@]+)");
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");
    private static final String ANY = "*";

    private final Set<String> hosts;
    private final Set<String> origins;

    /**
     * @param hosts names, besides those of the loopback interface, that requests may be for
     * @param origins origins, as {@link #origin} gives them, whose pages may use the server
     */
    public OriginPolicy(Collection<String> hosts, Collection<String> origins) {
        this.hosts = hosts.stream().map(OriginPolicy::host).collect(Collectors.toUnmodifiableSet());
        this.origins = Set.copyOf(origins);
    }

    /**
     * A host's name or address, as it is compared.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String host(String text) {
        String host = hostOf(text);
        if (host == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a host. Give a name or an address, as in db.test.");
        }
        return host;
    }

    /**
     * An origin as browsers send it.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String origin(String text) {
        String origin = text.strip().toLowerCase(Locale.ROOT);
        if (origin.equals(ANY) || origin.equals("null")) {
            return origin;
        }
        Matcher parts = ORIGIN.matcher(origin);
        if (!parts.matches() || hostOf(parts.group(2)) == null) {
            throw new IllegalArgumentException("'" + text + "' is not the origin of a web page."
                    + " Give a scheme, a host and a port without a path, as in http://localhost:3000.");
        }
        return withoutDefaultPort(origin);
    }

    /** Why the request is refused, or {@code null} when it may go on. */
    String refusal(RequestHead head) {
        List<String> host = head.values("host");
        if (host.size() > 1 || head.values("origin").size() > 1) {
            return "The request has two headers of one name, Host or Origin.";
        }
        if (!host.isEmpty() && !isKnown(hostOf(host.get(0)))) {
            return "The request is for the host '" + printable(host.get(0)) + "', which is not a name of this server."
                    + " Use 127.0.0.1 or localhost, or start the server with allowHost(...) (--allow-host).";
        }
        if (head.has("origin")) {
            String origin = head.header("origin");
            return isAllowed(origin) || isKnownOrigin(origin)
                    ? null
                    : "Web pages of the origin '" + printable(origin) + "' may not use this server."
                            + " Start it with allowOrigin(...) (--allow-origin) if they shall.";
        }
        return head.header("sec-fetch-site").equalsIgnoreCase("cross-site")
                ? "The request was made by a web page of another site, which may not use this server."
                : null;
    }

    /**
     * The origin that may read the answer, for {@code Access-Control-Allow-Origin}, or {@code null}
     * for none.
     */
    String readableBy(RequestHead head) {
        String origin = head.header("origin");
        return !origin.isEmpty() && isAllowed(origin) ? origin : null;
    }

    private boolean isAllowed(String origin) {
        return origins.contains(ANY) || origins.contains(withoutDefaultPort(origin.toLowerCase(Locale.ROOT)));
    }

    private boolean isKnownOrigin(String origin) {
        Matcher parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
        return parts.matches()
                && (parts.group(1).equals("http") || parts.group(1).equals("https"))
                && isKnown(hostOf(parts.group(2)));
    }

    private boolean isKnown(String host) {
        return host != null && (isLoopback(host) || hosts.contains(host));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || IPV4_LOOPBACK.matcher(host).matches();
    }

    /**
     * The host of {@code host[:port]}, in lower case and without the dot of the root; {@code null}
     * for anything else.
     */
    private static String hostOf(String authority) {
        Matcher parts = AUTHORITY.matcher(authority.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return null;
        }
        String host = parts.group(1);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String withoutDefaultPort(String origin) {
        if (origin.startsWith("http://") && origin.endsWith(":80")) {
            return origin.substring(0, origin.length() - 3);
        }
        return origin.startsWith("https://") && origin.endsWith(":443")
                ? origin.substring(0, origin.length() - 4)
                : origin;
    }

    private static String printable(String text) {
        String safe = text.replaceAll("[^\\x20-\\x7E]", "?");
        return safe.length() <= 200 ? safe : safe.substring(0, 200) + "...";
    }
}
