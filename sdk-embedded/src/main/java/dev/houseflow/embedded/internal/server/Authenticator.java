package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.EngineException;
import dev.houseflow.embedded.internal.Errors;
import dev.houseflow.embedded.internal.http.RequestHead;
import dev.houseflow.embedded.internal.http.UrlParameters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * Checks who sends a request, in each of the ways that ClickHouse's HTTP interface knows for a name
 * and a password.
 */
final class Authenticator {
    private final Map<String, String> users;

    /**
     * @param users passwords by user name; an empty password lets the user in with an empty one
     *     only
     */
    Authenticator(Map<String, String> users) {
        this.users = Map.copyOf(users);
    }

    void check(RequestHead head, UrlParameters parameters) throws EngineException {
        if (head.header("x-clickhouse-ssl-certificate-auth").equals("on")) {
            throw new EngineException(
                    344,
                    "SUPPORT_IS_DISABLED",
                    "The embedded server has no TLS, hence no authentication by certificate: use a password");
        }
        String user = head.header("x-clickhouse-user");
        String password = head.header("x-clickhouse-key");
        boolean byParameters = parameters.has("user") || parameters.has("password");
        // "never" is what ClickHouse's own pages say, so that browsers add no password of theirs.
        boolean byBasic =
                head.has("authorization") && !head.header("authorization").equals("never");
        String way;
        if (!user.isEmpty() || !password.isEmpty()) {
            way = "X-ClickHouse HTTP headers";
            refuseBoth(byBasic, way, "Authorization HTTP header");
            refuseBoth(byParameters, way, "authentication via parameters");
        } else if (byBasic) {
            way = "Authorization HTTP header";
            refuseBoth(byParameters, way, "authentication via parameters");
            String[] pair = basic(head.header("authorization"));
            user = pair[0];
            password = pair[1];
        } else {
            way = "authentication via parameters";
            user = parameters.has("user") ? parameters.text("user") : "default";
            password = parameters.text("password");
        }
        if (user.isEmpty()) {
            throw Errors.authenticationFailed("Got an empty user name from " + way);
        }
        checkPassword(user, password);
    }

    private void checkPassword(String user, String password) throws EngineException {
        String expected = users.get(user);
        byte[] given = password.getBytes(StandardCharsets.UTF_8);
        byte[] wanted = (expected == null ? "" : expected).getBytes(StandardCharsets.UTF_8);
        boolean same = MessageDigest.isEqual(given, wanted);
        if (expected != null && same) {
            return;
        }
        String message = user + ": Authentication failed: password is incorrect, or there is no user with such name.";
        if (expected != null && password.isEmpty()) {
            throw new EngineException(Errors.REQUIRED_PASSWORD, "REQUIRED_PASSWORD", message);
        }
        throw Errors.authenticationFailed(message);
    }

    private static void refuseBoth(boolean second, String way, String otherWay) throws EngineException {
        if (second) {
            throw Errors.authenticationFailed(
                    "Invalid authentication: it is not allowed to use " + way + " and " + otherWay + " simultaneously");
        }
    }

    private static String[] basic(String header) throws EngineException {
        int space = header.indexOf(' ');
        String scheme = space < 0 ? header : header.substring(0, space);
        if (!scheme.toLowerCase(Locale.ROOT).equals("basic")) {
            throw Errors.authenticationFailed(
                    "Invalid authentication: '" + scheme + "' HTTP Authorization scheme is not supported");
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(space < 0 ? "" : header.substring(space + 1).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? new String[] {pair, ""}
                    : new String[] {pair.substring(0, colon), pair.substring(colon + 1)};
        } catch (IllegalArgumentException e) {
            throw Errors.authenticationFailed(
                    "Invalid authentication: the Authorization HTTP header is not valid base64");
        }
    }
}
