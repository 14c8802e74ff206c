package dev.houseflow.benchmarks.replay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * An HTTP server that answers with bytes recorded before. It runs as a process of its own
 * ({@link ReplayProcess}), so that the client's process shows the client's CPU time, garbage and
 * allocations only, and it is as cheap as a server can be: a recording is a file in the page cache
 * that already has its chunk heads, and the kernel sends it without copying it through this
 * process.
 *
 * <p>Requests that hold {@code INSERT INTO} are read to their end, dropped and answered with 200.
 * Every other request names its recording anywhere in its URL or the first bytes of its body as
 * {@code replay:KEY}, the name of a file in the server's directory.
 */
public final class ReplayServer {
    private ReplayServer() {}

    /**
     * Listens on loopback, prints the port, and ends when its standard input does, which is when
     * its parent ends.
     *
     * @param args the directory of the recordings
     */
    public static void main(String[] args) throws IOException {
        ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1024);
        Thread acceptor = new Thread(() -> accept(listener, new ReplayAnswers(Path.of(args[0]))), "replay-accept");
        acceptor.setDaemon(true);
        acceptor.start();
        System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
        while (System.in.read() >= 0) {
            // Nothing is said on this channel: only its end counts.
        }
    }

    private static void accept(ServerSocketChannel listener, ReplayAnswers answers) {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Thread worker = new Thread(new ReplayConnection(channel, answers), "replay-connection");
                worker.setDaemon(true);
                worker.start();
            }
        } catch (IOException e) {
            System.err.println("The replay server cannot accept connections: " + e);
            System.exit(1);
        }
    }
}
