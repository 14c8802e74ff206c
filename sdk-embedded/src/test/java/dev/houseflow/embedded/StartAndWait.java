package dev.houseflow.embedded;

/** A program that starts a server and forgets to close it: prints the server's process id, port and data path, and waits to be killed. */
public final class StartAndWait {
    private StartAndWait() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedClickHouse server = EmbeddedClickHouse.start();
        System.out.println(server.pid());
        System.out.println(server.port());
        System.out.println(server.dataPath());
        Thread.sleep(Long.MAX_VALUE);
    }
}
