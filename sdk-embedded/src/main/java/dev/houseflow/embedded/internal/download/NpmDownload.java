package dev.houseflow.embedded.internal.download;

import dev.houseflow.embedded.internal.FileTrees;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Files that come out of one npm package: fetched once by {@code npm ci} from a bundled lock file,
 * which pins the package, checked one by one, and moved into the cache as the last step. A file
 * that stands in the cache under its final name is therefore complete.
 */
final class NpmDownload {
    private static final String WORK_PREFIX = ".fetch-";
    private static final long POLL_MILLIS = 200;

    private final String what;
    private final String download;
    private final Class<?> owner;
    private final String lockFolder;
    private final List<PackageFile> files;

    /**
     * @param what the name people know it by, for messages, e.g. "the ClickHouse engine"
     * @param download how much npm has to download for it, for messages, e.g. "170 MB"
     * @param owner the class whose resources hold the lock file
     * @param lockFolder where {@code package.json} and {@code package-lock.json} lie, relative to
     *     {@code owner}
     * @param files what to keep
     */
    NpmDownload(String what, String download, Class<?> owner, String lockFolder, List<? extends PackageFile> files) {
        this.what = what;
        this.download = download;
        this.owner = owner;
        this.lockFolder = lockFolder;
        this.files = List.copyOf(files);
    }

    /**
     * Whether every file stands in {@code directory}; checksums were looked at when they were put
     * there.
     */
    boolean isIn(Path directory) {
        return files.stream().allMatch(file -> file.isComplete(directory.resolve(file.name())));
    }

    /**
     * Makes sure that the files are in {@code directory}, and fetches them when they are not.
     * Several processes may call this at the same time: one fetches, the others wait for it.
     *
     * @param progress where to tell how far a fetch has come; nothing is printed when there is
     *     nothing to fetch
     * @throws DownloadException when npm or the network is missing, or when what came is not what
     *     was asked for
     */
    void ensureIn(Path directory, PrintStream progress) throws IOException, InterruptedException {
        if (isIn(directory)) return;
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock.isValid() && !isIn(directory)) fetch(directory, progress);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException heldByAnotherThread) {
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private void fetch(Path directory, PrintStream progress) throws IOException, InterruptedException {
        deleteWorkFolders(directory);
        Path work = Files.createTempDirectory(directory, WORK_PREFIX);
        try {
            copyResource("package.json", work);
            copyResource("package-lock.json", work);
            progress.println("Fetching " + what + " with npm (" + download + ", once) ...");
            runNpm(work, progress);
            for (PackageFile file : files) {
                Path source = work.resolve("node_modules").resolve(file.source());
                if (!Files.isRegularFile(source)) {
                    throw new DownloadException("the package holds no file " + file.source());
                }
                file.check(source, progress);
                Files.move(source, directory.resolve(file.name()), StandardCopyOption.ATOMIC_MOVE);
            }
            progress.println("Fetched " + what + " into " + directory);
        } finally {
            FileTrees.delete(work);
        }
    }

    /** Of fetches that were killed; the caller holds the lock, so none of them is alive. */
    private static void deleteWorkFolders(Path directory) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, WORK_PREFIX + "*")) {
            for (Path folder : left) FileTrees.delete(folder);
        }
    }

    private void copyResource(String name, Path target) throws IOException {
        URL resource = owner.getResource(lockFolder + "/" + name);
        if (resource == null)
            throw new DownloadException("the bundled file " + lockFolder + "/" + name + " is missing");
        try (InputStream in = resource.openStream()) {
            Files.copy(in, target.resolve(name));
        }
    }

    private void runNpm(Path work, PrintStream progress) throws IOException, InterruptedException {
        Path output = work.resolve("npm.out");
        // As a plain dependency of a project of its own: npm treats a broken optional one as a
        // success.
        ProcessBuilder builder = new ProcessBuilder(
                        "npm",
                        "ci",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--no-update-notifier",
                        "--prefer-offline",
                        "--loglevel=error")
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Process npm;
        try {
            npm = builder.start();
        } catch (IOException e) {
            throw new DownloadException("npm could not be run (is it installed?): " + e.getMessage(), e);
        }
        try {
            npm.getOutputStream().close();
            watch(npm, work, progress);
        } finally {
            npm.descendants().forEach(ProcessHandle::destroy);
            npm.destroy();
        }
        if (npm.exitValue() != 0) {
            String words = Files.readString(output, StandardCharsets.UTF_8).strip();
            throw new DownloadException("npm ci ended with status " + npm.exitValue() + ":\n" + words);
        }
    }

    private void watch(Process npm, Path work, PrintStream progress) throws InterruptedException {
        long expected = files.stream().mapToLong(PackageFile::size).sum();
        int told = 0;
        while (!npm.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            int percent = (int) Math.min(99, FileTrees.size(work) * 100 / expected);
            if (percent >= told + 20) {
                told = percent - percent % 20;
                progress.println("  " + told + " %");
            }
        }
    }
}
