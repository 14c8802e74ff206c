package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.QueryExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * ClickHouse's HTTP interface on 127.0.0.1, on sockets and threads of its own: the answers of
 * ClickHouse need header lines while the query runs and bodies that break off on purpose, and
 * ordinary HTTP servers allow neither.
 */
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final HttpServerConfig config;
    private final RequestRouter router;
    private final Consumer<String> log;
    private final ServerSocket listener;
    private final Map<HttpConnection, Thread> connections = new ConcurrentHashMap<>();
    private final Thread acceptor;
    private volatile boolean stopping;

    private HttpServer(QueryExecutor executor, HttpServerConfig config, Consumer<String> log) throws IOException {
        this.config = config;
        this.log = log;
        this.router = new RequestRouter(config, new QueryHandler(executor, config, log), executor.version());
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        bind(listener, config.port());
        this.acceptor = new Thread(this::accept, "http-accept");
        acceptor.setDaemon(true);
    }

    private static void bind(ServerSocket listener, int port) throws IOException {
        try {
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        } catch (BindException e) {
            listener.close();
            throw new IOException(
                    "Cannot listen on port " + port + " of 127.0.0.1: " + e.getMessage() + ". Choose another port.", e);
        }
    }

    /**
     * Starts a server.
     *
     * @param executor runs the queries; the server does not close it
     * @param log gets a line when something goes wrong that no client is told
     * @throws IOException when the port is taken
     */
    public static HttpServer start(QueryExecutor executor, HttpServerConfig config, Consumer<String> log)
            throws IOException {
        HttpServer server = new HttpServer(executor, config, log);
        server.acceptor.start();
        return server;
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Stops at once: no request is waited for. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    /** Takes no more requests, waits {@code grace} for those that run, and ends the rest. */
    public void stop(Duration grace) {
        stopping = true;
        try {
            listener.close();
        } catch (IOException e) {
            log("The listening socket did not close: " + e);
        }
        connections.keySet().stream().filter(HttpConnection::isIdle).forEach(HttpConnection::close);
        boolean interrupted = !join(grace);
        connections.forEach((connection, thread) -> {
            thread.interrupt();
            connection.close();
        });
        interrupted |= !join(Duration.ofSeconds(2));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    HttpServerConfig config() {
        return config;
    }

    RequestRouter router() {
        return router;
    }

    boolean isStopping() {
        return stopping;
    }

    void log(String line) {
        log.accept(line);
    }

    void ended(HttpConnection connection) {
        connections.remove(connection);
        synchronized (connections) {
            connections.notifyAll();
        }
    }

    /** Waits until no connection is left; {@code false} when interrupted. */
    private boolean join(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        synchronized (connections) {
            while (!connections.isEmpty()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return true;
                }
                try {
                    connections.wait(left);
                } catch (InterruptedException e) {
                    return false;
                }
            }
        }
        return true;
    }

    private void accept() {
        while (!stopping) {
            try {
                admit(listener.accept());
            } catch (SocketException e) {
                if (!stopping) {
                    log("Cannot accept connections any more: " + e);
                }
                return;
            } catch (IOException e) {
                log("A connection was not accepted: " + e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void admit(Socket socket) throws IOException, InterruptedException {
        makeRoom();
        if (stopping) {
            socket.close();
            return;
        }
        HttpConnection connection = new HttpConnection(socket, this);
        Thread thread = new Thread(connection, "http-" + socket.getPort());
        thread.setDaemon(true);
        connections.put(connection, thread);
        thread.start();
    }

    /**
     * Waits for a free place for a client that has connected. Of those that hold one without using
     * it, the one that has done so for longest makes room: one that was answered, or let in, just
     * now may have sent a request already.
     */
    private void makeRoom() throws InterruptedException {
        synchronized (connections) {
            while (connections.size() >= config.maxConnections() && !stopping) {
                long now = System.nanoTime();
                connections.keySet().stream()
                        .filter(HttpConnection::isIdle)
                        .max(Comparator.comparingLong(connection -> connection.idleNanos(now)))
                        .ifPresent(HttpConnection::close);
                connections.wait(100);
            }
        }
    }
}
